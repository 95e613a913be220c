import type { FieldError } from '../../../kernel/errors.js';
import { isLocale, sourceLocale } from '../../../platform/content/locales.js';
import { dayFromTyped } from '../../../platform/content/typed-days.js';
import type { FormDraft } from '../../client-links/client-links.door.js';
import { type AnswerRow, answersOf } from '../checklist/answer-rows.rules.js';
import type { Sight } from '../checklist/answering.js';
import { checkAnswers, missingAnswers, type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers, type ItemCode, itemCodes } from '../checklist/catalogue.rules.js';
import { answersFromForm, choicesFromForm, type Form } from '../checklist/form.rules.js';
import { type Marks, type Merged, marksFrom, marksText, merge } from '../checklist/merging.rules.js';
import type { DebriefRow } from '../debriefs.repository.js';

/** The form again, with what was typed where it is not kept as it was sent. */
export interface ShownAgain {
  debrief: DebriefRow;
  /** What is kept now, of what this visit may see. */
  kept: DebriefAnswers;
  typed: RawAnswers;
  base: Marks;
  merged: Merged;
  hidden: ReadonlySet<ItemCode>;
  errors: readonly FieldError[];
}

/** A form that was kept to be shown again, as it stands to what is kept now. */
export type Draft = { id: string } & (
  | ({ kind: 'asksAgain' | 'alreadySent' } & ShownAgain)
  | { kind: 'notItsOwn'; why: Stray; typed: RawAnswers }
);

/** Why a form is not one of this page: it is of another checklist, or a part of it is missing. */
export type Stray = 'other' | 'incomplete';

export interface Sending extends ShownAgain {
  rows: readonly AnswerRow[];
  answers: DebriefAnswers;
}

/** What stands in the form, with days read as the language of its page writes them. */
function typedIn(form: Form): RawAnswers {
  const { pageLocale } = form;
  const locale = typeof pageLocale === 'string' && isLocale(pageLocale) ? pageLocale : sourceLocale;
  return answersFromForm(form, (typed) => dayFromTyped(locale, typed));
}

/** Null for a form of this page. What it did not show it cannot change, and must not seem to. */
export function strayOf(form: Form, debrief: DebriefRow): Stray | null {
  if (form.debrief !== debrief.id) return 'other';
  const base = marksFrom(form.base);
  const typed = typedIn(form);
  const isWhole = typeof form.base === 'string' && itemCodes.every((code) => base.has(code) || !(code in typed));
  return isWhole ? null : 'incomplete';
}

/** The form beside what is kept now. */
export function compare(form: Form, debrief: DebriefRow, { rows, hidden }: Sight): Sending {
  const typed = typedIn(form);
  const base = marksFrom(form.base);
  const kept = answersOf(rows);
  const { answers, errors } = checkAnswers(debrief.variant, debrief.facts, typed, 'draft');
  const merged = merge({ base, typed: answers, kept, hidden, choices: choicesFromForm(form) });
  return { debrief, kept, typed, base, merged, hidden, errors, rows, answers };
}

/** What is wrong, and what handing in still needs. */
export function wrongOf({ action }: Form, { debrief, kept, hidden, errors }: ShownAgain): readonly FieldError[] {
  if (action !== 'submit') return errors;
  const there = [...hidden, ...(Object.keys(kept) as ItemCode[])];
  return [...errors, ...missingAnswers(debrief.variant, debrief.facts, there, errors)];
}

/** Of a form, the items that could not be kept; without what is the client's own, where somebody else may read now. */
export function restOf(form: Form, sending: Sending, isForOthers: boolean): Form {
  const isOwn = (code: ItemCode): boolean => isForOthers && sending.typed[code]?.isPrivate === true;
  const wanting = wantingOf(sending);
  const isLate = wasHandedIn(sending.debrief);
  const base = new Map([...sending.base].filter(([code]) => (isLate || wanting.has(code)) && !isOwn(code)));
  const isOfRest = (name: string): boolean => {
    const [kind = '', code = ''] = name.split('.');
    return !['item', 'both', 'torn'].includes(kind) || base.has(code as ItemCode);
  };
  const fields = Object.entries(form).filter(([name]) => isOfRest(name));
  return { ...Object.fromEntries(fields), base: marksText(base) };
}

/** Items of which something could not be kept: torn, shut, or wrong. */
export const wantingOf = ({ merged, errors }: Pick<ShownAgain, 'merged' | 'errors'>): ReadonlySet<string> =>
  new Set([...merged.torn, ...merged.shut, ...errors.flatMap(({ pointer }) => pointer.split('/')[1] ?? [])]);

/** A draft as it stands now; null when nothing of it is wanting any more. */
export function shownAgain({ id, form }: FormDraft, debrief: DebriefRow, sight: Sight, isOpen: boolean): Draft | null {
  const why = strayOf(form, debrief);
  if (why !== null) return { id, kind: 'notItsOwn', why, typed: typedIn(form) };
  const { rows: _, answers: __, ...shown } = compare(form, debrief, sight);
  const draft = { ...shown, id, errors: wrongOf(form, shown) };
  if (!isOpen) return wasHandedIn(debrief) ? { ...draft, kind: 'alreadySent' } : null;
  const isWanting = draft.errors.length + shown.merged.torn.length + shown.merged.shut.length > 0;
  return isWanting ? { ...draft, kind: 'asksAgain' } : null;
}

export const wasHandedIn = ({ status }: DebriefRow): boolean => status === 'submitted' || status === 'reviewed';
