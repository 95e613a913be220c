import { createHash } from 'node:crypto';
import { type DebriefAnswers, type ItemCode, itemCodes } from './catalogue.rules.js';

/** Short marks of what a page showed when it was made, by item; an item that is not in it was not on the page. */
export type Marks = ReadonlyMap<ItemCode, string>;

/** Which of two texts of one item is meant: null until somebody says so. */
export type Choice = 'typed' | 'saved' | null;

/** The answer to one item as a short mark, the same for the same answer however it is written down; none: ''. */
export function markOf(values: unknown): string {
  const plain = plainOf(values);
  if (plain === undefined) return '';
  return createHash('sha256').update(JSON.stringify(plain)).digest('base64url').slice(0, 12);
}

/** Without what says nothing (`false`, empty), names in one order, ticks in one order. */
function plainOf(value: unknown): unknown {
  if (value === undefined || value === null || value === false || value === '') return undefined;
  if (Array.isArray(value)) {
    const kept = value.map(plainOf).filter((entry) => entry !== undefined);
    if (kept.length === 0) return undefined;
    return kept.every((entry) => typeof entry === 'string') ? kept.sort() : kept;
  }
  if (typeof value !== 'object') return value;
  const kept = Object.entries(value)
    .map(([name, entry]) => [name, plainOf(entry)] as const)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** As the form carries them. */
export const marksText = (marks: Marks): string => [...marks].map(([code, mark]) => `${code}:${mark}`).join(' ');

/** What the form brought back. What is no item of ours is left out. */
export function marksFrom(text: unknown): Marks {
  const entries = (typeof text === 'string' ? text.slice(0, 4000) : '').split(' ').flatMap((part) => {
    const [name, mark = ''] = part.split(':');
    const code = itemCodes.find((known) => known === name);
    return code === undefined ? [] : [[code, mark] as const];
  });
  return new Map(entries);
}

export interface ToMerge {
  /** What the page showed. */
  base: Marks;
  /** What was sent. */
  typed: DebriefAnswers;
  /** What is kept now, of all that this visit may see. */
  kept: DebriefAnswers;
  /** Items that the client keeps private and this visit may not see. */
  hidden: ReadonlySet<ItemCode>;
  /** For items that the page showed twice already. */
  choices: ReadonlyMap<ItemCode, Choice>;
}

export interface Merged {
  /** Items to keep as they were sent. */
  written: ItemCode[];
  /** Items that were emptied. */
  emptied: ItemCode[];
  /** Items that were changed here and elsewhere: nothing of them is kept until somebody chooses. */
  torn: ItemCode[];
  /** Items that were sent, but that the client keeps private meanwhile: not to be seen and not to be changed here. */
  shut: ItemCode[];
}

/**
 * What a sent form changes, item by item. What it did not touch stays as it is now, whoever changed it meanwhile; what was
 * changed here alone is kept; what was changed on both sides is nobody's to decide but the client's.
 */
export function merge({ base, typed, kept, hidden, choices }: ToMerge): Merged {
  const merged: Merged = { written: [], emptied: [], torn: [], shut: [] };
  for (const [code, shown] of base) {
    const [sent, now] = [markOf(typed[code]), markOf(kept[code])];
    if (sent === shown && !choices.has(code)) continue;
    if (hidden.has(code)) {
      if (sent !== '') merged.shut.push(code);
      continue;
    }
    const choice = choices.get(code);
    if (sent === now || choice === 'saved') continue;
    if (choice === null || shown !== now) merged.torn.push(code);
    else if (typed[code] === undefined) merged.emptied.push(code);
    else merged.written.push(code);
  }
  return merged;
}
