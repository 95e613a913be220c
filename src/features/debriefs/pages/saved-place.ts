import { type ItemCode, itemCodes } from '../checklist/catalogue.rules.js';
import { type Form } from '../checklist/form.rules.js';

/** Where on the page somebody pressed a button that saves: in an item, at its end, or at its top. */
export type SavedAt = ItemCode | 'end' | 'top';

/** The button at the end of the page. */
export const SAVE = 'save';

/** What was typed on a page that had closed is saved as its client comes back: at the top, where nobody was anywhere. */
export const RESUMED = 'resume';

/** The button of an item with lines, which gives more of them. */
export const saveAt = (code: ItemCode): string => `${SAVE}.${code}`;

/** The place that the notice "saved" is at, and that the page is shown from. */
export const SAVED = 'saved';

const isItem = (name: unknown): name is ItemCode => itemCodes.some((code) => code === name);

/** The page again, from the place where it was saved. */
export function savedAt({ action, locale }: Form): string {
  const [, item] = typeof action === 'string' ? action.split('.') : [];
  if (isItem(item)) return `/d/checklist?${SAVED}=${item}#${SAVED}`;
  const isAtTop = action === RESUMED || (typeof locale === 'string' && locale !== '');
  return isAtTop ? `/d/checklist?${SAVED}=top` : `/d/checklist?${SAVED}=end#${SAVED}`;
}

/** What the address of such a page says; null when it says nothing of it. */
export function savedPlaceOf({ saved }: Form): SavedAt | null {
  if (saved === undefined) return null;
  return saved === 'end' || isItem(saved) ? saved : 'top';
}
