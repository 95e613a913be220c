import { AppError } from './errors.js';

/** What `If-Match: *` asks for: whatever version stands there, as long as something does. */
export const ANY_VERSION = -1;

/** Throws 412 `http.version-stale` when the row has another version than the one that was asked for. */
export function requireVersion(asked: number, stands: number): void {
  if (asked !== ANY_VERSION && asked !== stands) throw new AppError('stale', 'http.version-stale');
}
