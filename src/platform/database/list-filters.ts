import { longestTransactionSeconds } from './setup/connections.js';
import type { SqlValue } from './statement.js';

/** How one part of a query narrows a list. Each `$n` in `where` stands for the next of `values`. */
export interface Narrowing {
  readonly where: string;
  readonly values: readonly SqlValue[];
  /** The column that says when a row was changed, where the whole reading is to stop at one settled instant. */
  readonly settled?: string;
}
export interface Filter<Value> {
  (value: Value): Narrowing;
  /** Values that bring out each form it has, where one text or several do not. */
  readonly samples?: readonly unknown[];
}

const ofBoolean = (filter: (value: boolean) => Narrowing): Filter<boolean> =>
  Object.assign(filter, { samples: [true, false] });

/** Is this, or one of these. */
export const is =
  (column: string, type: 'text' | 'uuid' = 'text'): Filter<string | readonly string[]> =>
  (value) => {
    const [first, ...more] = typeof value === 'string' ? [value] : value;
    if (first === undefined) return { where: 'false', values: [] };
    if (more.length === 0) return { where: `${column} = $n`, values: [first] };
    return { where: `${column} = any($n::${type}[])`, values: [[first, ...more]] };
  };

/** Whether it has no value: `true` for those without. */
export const isMissing = (column: string): Filter<boolean> =>
  ofBoolean((asked) => ({ where: `${column} is ${asked ? 'null' : 'not null'}`, values: [] }));

/** Compared as `=` compares: leakproof for text, ids, days and instants, so an index serves it behind row security. */
export const compares =
  (column: string, comparison: '<' | '<=' | '>' | '>='): Filter<string> =>
  (value) => ({ where: `${column} ${comparison} $n`, values: [value] });

/** What was changed so long ago is settled: nothing older can be committed any more. */
export const SETTLED = `now() - interval '${longestTransactionSeconds + 5} seconds'`;

/**
 * Changed after this instant, for whoever keeps a copy. A change is dated by the start of its transaction and seen at its
 * end, so the list stops where a transaction may still be open (decision 25): else the copy would pass it by for good. Its
 * first slice says where, for all slices of one reading.
 */
export const changedAfter =
  (column: string): Filter<string> =>
  (value) => ({ where: `${column} > $n`, values: [value], settled: column });

/** Begins so: a range of a key, because `like` is not leakproof. A key of nothing (the text had only signs) finds nothing. */
export const begins =
  (column: string): Filter<string> =>
  (value) =>
    value === ''
      ? { where: 'false', values: [] }
      : { where: `${column} >= $n and ${column} < $n`, values: [value, `${value}\u{10ffff}`] };

/** True or false: the one narrowing or the other. */
export const either = (ifTrue: string, ifFalse: string): Filter<boolean> =>
  ofBoolean((value) => ({ where: value ? ifTrue : ifFalse, values: [] }));
