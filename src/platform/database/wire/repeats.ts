import { createHash } from 'node:crypto';
import type { Effect, Repeat, StaffActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { statement } from '../statement.js';
import { sweepOf } from '../sweeps.js';
import type { Step } from './one-trip.js';

/*
 * Idempotency keys. The key's row is written in the transaction of the effect, with the status and the place where the
 * effect can be read: never the answer, because who repeats reads what they may read today.
 */

const LOCK = statement('database.repeats.lock', 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as is_free');

const FIND = statement(
  'database.repeats.find',
  `select fingerprint, status, location from idempotency_keys
    where organization_id = $1 and user_id = $2 and key_digest = $3 and created_at > now() - interval '24 hours'`,
);

const SAVE = statement(
  'database.repeats.save',
  `insert into idempotency_keys (organization_id, user_id, key_digest, fingerprint, status, location)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (organization_id, user_id, key_digest) do update set
     fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location, created_at = now()`,
);

/** Nobody repeats after a day. */
export const SWEEP_REPEATS = sweepOf(
  'database.repeats.sweep',
  'idempotency_keys',
  `created_at < now() - interval '24 hours'`,
);

/** Thrown in place of an act that was done before under the same key. The HTTP floor answers it. */
export class DoneBefore extends Error {
  override readonly name = 'DoneBefore';

  constructor(readonly effect: Effect) {
    super('This request was answered before.');
  }
}

const digestOf = (repeat: Repeat): string =>
  createHash('sha256').update(`${repeat.route}\n${repeat.key}`).digest('base64url');

/** The two questions at the start of a transaction: is nobody else at it, and was it done before? */
export const asksBefore = (actor: StaffActor, repeat: Repeat): [Step, Step] => {
  const digest = digestOf(repeat);
  return [
    { statement: LOCK, values: [`${actor.organizationId}/${actor.userId}/${digest}`] },
    { statement: FIND, values: [actor.organizationId, actor.userId, digest] },
  ];
};

export interface EarlierRequest extends Effect {
  readonly fingerprint: string;
}

/** Goes on for a first request. Throws `DoneBefore` for a repeat, 409 while the first still runs, 422 for another body. */
export function requireFirst(
  repeat: Repeat,
  lock: { is_free: boolean } | undefined,
  earlier: EarlierRequest | undefined,
): void {
  if (!earlier) {
    if (!lock?.is_free) throw new AppError('conflict', 'http.idempotency-key-running');
    return;
  }
  if (earlier.fingerprint !== repeat.fingerprint) throw new AppError('refused', 'http.idempotency-key-reused');
  throw new DoneBefore({ status: earlier.status, location: earlier.location });
}

/** The step that remembers what was done. */
export function savesAfter(actor: StaffActor, repeat: Repeat, answer: unknown): Step {
  const { status, location } = repeat.effectOf(answer);
  return {
    statement: SAVE,
    values: [actor.organizationId, actor.userId, digestOf(repeat), repeat.fingerprint, status, location],
  };
}
