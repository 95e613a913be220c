import { AppError } from './errors.js';

/** A part of a list. `nextCursor` is null at its end; `total` is there when it was asked for. */
export interface SliceOf<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total?: number;
  /** True: there are more than `total`, and nobody counted them. */
  readonly isTotalCapped?: boolean;
}

/**
 * A part of a list as the list engine made it: its items hold what their projection lists and nothing else, so it goes
 * out without another check of each row. What is put together by hand is a plain `SliceOf`, and is checked.
 */
export class Slice<Item> implements SliceOf<Item> {
  declare readonly total?: number;
  declare readonly isTotalCapped?: boolean;

  constructor(
    readonly items: readonly Item[],
    readonly nextCursor: string | null,
    count?: { readonly total: number; readonly isTotalCapped: boolean },
  ) {
    if (count) Object.assign(this, count);
  }

  /**
   * The same part with each row as it is shown; null leaves it out. It goes out unchecked too: it must hold what the answer
   * lists and nothing else.
   */
  as<Shown>(show: (item: Item) => Shown | null): Slice<Shown> {
    const items = this.items.map(show).filter((item) => item !== null);
    const { total, isTotalCapped = false } = this;
    return new Slice(items, this.nextCursor, total === undefined ? undefined : { total, isTotalCapped });
  }
}

/** What a cursor belongs to: a cursor of one list, filter or sort is refused everywhere else. */
export type CursorScope = readonly (string | number | boolean | null | undefined)[];

/** SQL types of sort keys, as text that PostgreSQL writes (time zone UTC) and must be able to read again. */
export type KeyType = 'uuid' | 'text' | 'int' | 'date' | 'timestamptz';

const DAY = '(?!0000)\\d{4}-\\d{2}-\\d{2}';
const shapeOf: Readonly<Record<KeyType, RegExp>> = {
  uuid: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/,
  text: /^[^\0\p{Surrogate}]*$/u,
  int: /^-?\d{1,9}$/,
  date: new RegExp(`^${DAY}$`),
  timestamptz: new RegExp(`^${DAY} \\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?\\+00$`),
};

/** A day of the right shape may still be the 30th of February. */
function isKey(key: unknown, type: KeyType | undefined): key is string | null {
  if (key === null) return true;
  if (typeof key !== 'string' || type === undefined || !shapeOf[type].test(key)) return false;
  try {
    if (type === 'date') Temporal.PlainDate.from(key);
    if (type === 'timestamptz') Temporal.Instant.from(key);
    return true;
  } catch {
    return false;
  }
}

/** 400 `http.cursor-invalid`. */
export const cursorInvalid = (): AppError =>
  new AppError('malformed', 'http.cursor-invalid', {}, [{ parameter: 'cursor', code: 'http.cursor-invalid' }]);

/**
 * The sort keys of a cursor. Throws 400 `http.cursor-invalid` for another number of keys and for keys that are not of
 * these types: a list may have changed its sort since the cursor was made.
 */
export function sortKeys(found: unknown, types: readonly KeyType[]): (string | null)[] {
  if (!Array.isArray(found) || found.length !== types.length) throw cursorInvalid();
  const keys = found as unknown[];
  if (!keys.every((key, index) => isKey(key, types[index]))) throw cursorInvalid();
  return keys as (string | null)[];
}
