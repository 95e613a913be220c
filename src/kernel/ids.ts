import { randomUUID } from 'node:crypto';

/** A UUIDv7 (RFC 9562): time-ordered, so that keys made here and by PostgreSQL's `uuidv7()` sort alike. `now` in ms. */
export function newId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  // Version 4 and version 7 differ in the first 48 bits and the version digit only.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** These rows with new ids that keep their order: ids of one millisecond have none among themselves. */
export function withIds<Row extends object>(rows: readonly Row[]): (Row & { id: string })[] {
  const ids = rows.map(() => newId()).sort();
  return rows.map((row, at) => ({ ...row, id: ids[at] as string }));
}

/** Whether a text that came from outside can be an id at all. */
export const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
