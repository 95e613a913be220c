import { AppError } from '../../kernel/errors.js';

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');

/** Of the network, as Node names them. */
const NETWORK =
  /^(ECONN(REFUSED|RESET|ABORTED)|E(HOST|NET)(UNREACH|DOWN)|ETIMEDOUT|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL)$/;
/**
 * Classes of PostgreSQL: no connection (08), nobody is let in (28), no room left on the disk or for connections (53), it
 * is being stopped or started (57P), its own disk fails (58); and a server that only reads, after a failover.
 */
const AWAY = /^(08...|28...|53...|57P..|58...|25006)$/;
/** It is there, and could write if it had room, or if it were the first server. */
const CANNOT_WRITE = /^(53100|58...|25006)$/;
const TOOK_TOO_LONG = /^(57014|55P03|25P0[34])$/;
const SERIALIZATION = /^(40001|40P01)$/;

/** What pg says for itself has no code. */
const FROM_PG =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Client has encountered|Client was closed|Cannot use a pool after|The server does not support SSL|There was an error establishing an SSL)/;

/** The database is away, for now: nobody's fault who asks. */
const isAway = (error: unknown): boolean =>
  NETWORK.test(codeOf(error)) || AWAY.test(codeOf(error)) || (error instanceof Error && FROM_PG.test(error.message));

/**
 * A start waits for this to pass. Not for what waiting does not mend: who is let in, a missing database, and files of our
 * own that are not there.
 */
export function isAwayForNow(error: unknown): boolean {
  const { code = '', syscall } = error as { code?: unknown; syscall?: unknown };
  if (code === 'ENOENT') return syscall === 'connect';
  if (typeof code === 'string' && /^28/.test(code)) return false;
  return isAway(error) && !(error instanceof Error && /SSL/.test(error.message));
}

/** It answers, but takes no change. */
export const isUnwritable = (error: unknown): boolean => CANNOT_WRITE.test(codeOf(error));

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
  if (isAway(error) || TOOK_TOO_LONG.test(code) || SERIALIZATION.test(code)) {
    return new AppError('unavailable', 'http.unavailable');
  }
  // Two wrote the same unique thing at once; whoever looked first found it free.
  if (code === '23505') return new AppError('conflict', 'http.conflict');
  // A foreign key or a character that PostgreSQL cannot store: the request's fault, caught by schemas before this.
  if (code === '23503') return new AppError('not-found', 'http.not-found');
  if (code === '22021' || code === '22P05') return new AppError('malformed', 'http.invalid-field');
  return error;
}
