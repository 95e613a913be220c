import { AppError } from '../../kernel/errors.js';

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

const CONNECTION_LOST = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|08...|57P0[1-5]|53300)$/;
const TOOK_TOO_LONG = /^(57014|55P03|25P0[34])$/;
const SERIALIZATION = /^(40001|40P01)$/;

const isConnectionLost = (error: unknown): boolean =>
  CONNECTION_LOST.test(codeOf(error)) ||
  (error instanceof Error &&
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(error.message));

/** Two transactions stood in each other's way; one was undone and may simply try again. */
export const isWorthRetrying = (error: unknown): boolean => SERIALIZATION.test(codeOf(error));

/** A unique key of this name was violated. */
export const isDuplicate = (error: unknown, constraint: string): boolean =>
  codeOf(error) === '23505' && (error as { constraint?: string }).constraint === constraint;

/**
 * The error as the caller may see it: a server that is away or too slow is 503. Everything unknown stays as it is and
 * becomes a 500 without detail; PostgreSQL's own text is never passed on, because it may print a whole row.
 */
export function asAppError(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  if (isConnectionLost(error) || TOOK_TOO_LONG.test(code) || SERIALIZATION.test(code)) {
    return new AppError('unavailable', 'http.unavailable');
  }
  // Two wrote the same unique thing at once; whoever looked first found it free.
  if (code === '23505') return new AppError('conflict', 'http.conflict');
  // A foreign key or a character that PostgreSQL cannot store: the request's fault, caught by schemas before this.
  if (code === '23503') return new AppError('not-found', 'http.not-found');
  if (code === '22021' || code === '22P05') return new AppError('malformed', 'http.invalid-field');
  return error;
}
