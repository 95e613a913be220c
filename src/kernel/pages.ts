import { createHash } from 'node:crypto';
import { AppError } from './errors.js';

/** One page of a list. `nextCursor` is null on the last page. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
  total?: number;
}

/** What a cursor belongs to: a cursor of one tenant, filter or sort is refused everywhere else. */
export type CursorScope = readonly (string | number | boolean | null | undefined)[];

const fingerprint = (scope: CursorScope): string =>
  createHash('sha256').update(JSON.stringify(scope)).digest('base64url').slice(0, 16);

/** The position after a row: its sort keys, tied to the scope. */
export const encodeCursor = (scope: CursorScope, keys: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify([fingerprint(scope), ...keys])).toString('base64url');

/** The sort keys in a cursor. Throws 400 `http.cursor-invalid` for a cursor that is damaged or from another list. */
export function decodeCursor(scope: CursorScope, cursor: string, keyCount: number): (string | null)[] {
  const invalid = (): AppError =>
    new AppError('malformed', 'http.cursor-invalid', {}, [{ pointer: '/cursor', code: 'http.cursor-invalid' }]);
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid();
  }
  if (!Array.isArray(parsed) || parsed.length !== keyCount + 1 || parsed[0] !== fingerprint(scope)) throw invalid();
  const keys = parsed.slice(1) as unknown[];
  if (!keys.every((key) => key === null || typeof key === 'string')) throw invalid();
  return keys as (string | null)[];
}
