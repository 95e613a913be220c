import { randomUUID } from 'node:crypto';

/** A UUIDv7 (RFC 9562): time-ordered, so that keys made here and by PostgreSQL's `uuidv7()` sort alike. `now` in ms. */
export function newId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  // Version 4 and version 7 differ in the first 48 bits and the version digit only.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Whether a text that came from outside can be an id at all. */
export const isId = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
