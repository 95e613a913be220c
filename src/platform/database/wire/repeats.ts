import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Repeat, StaffActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import type { Secrets } from '../../config/secrets.js';
import { statement } from '../statement.js';
import type { Step } from './one-trip.js';

/*
 * Idempotency keys. The key's row is written in the transaction of the effect, with what the act returned, so that a
 * repeat returns the same. The answer is sealed under the caller's own key, of which only a digest is stored: links
 * and drafts in old answers cannot be read from the table.
 */

const LOCK = statement('repeats.lock', 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as is_free');

const FIND = statement(
  'repeats.find',
  `select fingerprint, answer from idempotency_keys
    where organization_id = $1 and user_id = $2 and key_digest = $3 and created_at > now() - interval '24 hours'`,
);

const SAVE = statement(
  'repeats.save',
  `insert into idempotency_keys (organization_id, user_id, key_digest, fingerprint, answer) values ($1, $2, $3, $4, $5)
   on conflict (organization_id, user_id, key_digest)
   do update set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = now()`,
);

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

export interface EarlierAnswer {
  readonly fingerprint: string;
  readonly answer: string;
}

/** The earlier answer, or undefined when there is none. Throws 409 while the first request still runs, 422 for another body. */
export function earlierAnswer(
  secrets: Secrets,
  repeat: Repeat,
  lock: { is_free: boolean } | undefined,
  earlier: EarlierAnswer | undefined,
): { value: unknown } | undefined {
  if (!earlier) {
    if (!lock?.is_free) throw new AppError('conflict', 'http.idempotency-key-running');
    return undefined;
  }
  if (earlier.fingerprint !== repeat.fingerprint) throw new AppError('refused', 'http.idempotency-key-reused');
  const sealed = Buffer.from(earlier.answer, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', secrets.key('repeated-answer', repeat.key), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(12, 28));
  const text = decipher.update(sealed.subarray(28), undefined, 'utf8') + decipher.final('utf8');
  return text === '' ? { value: undefined } : { value: JSON.parse(text) };
}

/** The step that stores what the act returned. */
export function savesAfter(secrets: Secrets, actor: StaffActor, repeat: Repeat, value: unknown): Step {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secrets.key('repeated-answer', repeat.key), nonce);
  const text = value === undefined ? '' : JSON.stringify(value);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const answer = Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
  return {
    statement: SAVE,
    values: [actor.organizationId, actor.userId, digestOf(repeat), repeat.fingerprint, answer],
  };
}
