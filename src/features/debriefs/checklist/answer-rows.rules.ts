import { isDeepStrictEqual } from 'node:util';
import { catalogue, type DebriefAnswers, type ItemCode, itemCodes } from './catalogue.rules.js';

/** Who typed an answer: `assisted` is a visit by a link or a paper from the staff, so one of two, or both together. */
export const writers = ['client', 'coach', 'assisted'] as const;
export type EnteredBy = (typeof writers)[number];

/** One kept answer. The private mark has a column of its own, so that SQL can leave it out. */
export interface AnswerRow {
  itemCode: ItemCode;
  value: Record<string, unknown>;
  isPrivate: boolean;
  enteredBy: EnteredBy;
}

/** What is to be written of these answers: rows that say something else than before. Who typed one stays while its words do. */
export function rowsOf(answers: DebriefAnswers, before: readonly AnswerRow[], by: EnteredBy): AnswerRow[] {
  return itemCodes.flatMap((itemCode) => {
    const { isPrivate = false, ...value } = answers[itemCode] ?? {};
    if (answers[itemCode] === undefined) return [];
    const old = before.find((row) => row.itemCode === itemCode);
    const enteredBy = old && isDeepStrictEqual(old.value, value) ? old.enteredBy : by;
    const row = { itemCode, value, isPrivate, enteredBy };
    return old && isDeepStrictEqual(row, rowOf(old)) ? [] : [row];
  });
}

const rowOf = ({ itemCode, value, isPrivate, enteredBy }: AnswerRow): AnswerRow => ({
  itemCode,
  value,
  isPrivate,
  enteredBy,
});

/** The answers behind the rows. A question always says whether it is private, also when it is not. */
export const answersOf = (rows: readonly AnswerRow[]): DebriefAnswers =>
  Object.fromEntries(
    rows.map(({ itemCode, value, isPrivate }) => [
      itemCode,
      catalogue[itemCode].isQuestion ? { ...value, isPrivate } : value,
    ]),
  );
