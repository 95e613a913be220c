import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../../access/roles.js';
import { newId } from '../../../kernel/ids.js';
import { statement } from '../../../platform/database/statement.js';
import { sweepOf } from '../../../platform/database/sweeps.js';
import type { GateTx, Tx, WriteTx } from '../../../platform/database/tx.js';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';
import { UserEntity } from '../user.entity.js';
import { RefreshTokenEntity } from './refresh-token.entity.js';
import { SessionEntity } from './session.entity.js';
import type { MeView } from './sessions.schemas.js';

const FIND_ACCOUNT = statement(
  'identity.find-account',
  `select organization_id, id, role, password_hash from users where email = $1 and suspended_at is null`,
);

const FIND_ANY_ACCOUNT = statement(
  'identity.find-any-account',
  'select organization_id, id from users where email = $1',
);

const FIND_ACCOUNT_HERE = statement(
  'identity.find-account-here',
  `select id, role, suspended_at is not null as "isSuspended" from users where organization_id = $1 and email = $2`,
);

const RENEW_PASSWORD = statement(
  'identity.renew-password',
  `update users set password_hash = $4
    where organization_id = $1 and id = $2 and role = $3 and suspended_at is null`,
);

const FIND_REFRESH_TOKEN = statement(
  'identity.find-refresh-token',
  `select t.organization_id, t.id, t.subject_id as session_id
     from refresh_tokens t
    where t.token_digest = $1`,
);

/** Locks the token, so that of fifty parallel refreshes one rotates and the others see that it did. */
const LOCK_REFRESH_TOKEN = statement(
  'identity.lock-refresh-token',
  `select t.id, t.subject_id as session_id, t.ended_at is null as is_unused,
          t.ended_cause = 'used' and t.ended_at > now() - interval '20 seconds' as is_in_grace, s.subject_id as user_id, s.expires_at, u.role,
          s.ended_at is null and s.expires_at > now() and u.suspended_at is null as is_live
     from refresh_tokens t
     join sessions s on s.organization_id = t.organization_id and s.id = t.subject_id
     join users u on u.organization_id = s.organization_id and u.id = s.subject_id
    where t.organization_id = $1 and t.id = $2
      for update of t`,
);

const USE_REFRESH_TOKEN = statement(
  'identity.use-refresh-token',
  `update refresh_tokens set ended_at = now(), ended_cause = 'used'
    where organization_id = $1 and id = $2 and ended_at is null`,
);

/** Which of the tokens that may follow is the one that did. */
const FIND_SUCCESSOR = statement(
  'identity.find-successor',
  `select token_digest as digest from refresh_tokens
    where organization_id = $1 and subject_id = $2 and token_digest = any($3)`,
);

const END_SESSION = statement(
  'identity.end-session',
  `update sessions set ended_at = now(), ended_cause = $3 where organization_id = $1 and id = $2 and ended_at is null`,
);

/**
 * Holds the account as it was when the password was proved, so that a suspension, another role or another password comes
 * before the session, or after it and ends it. No row: it came before.
 */
const HOLD_ACCOUNT = statement(
  'identity.hold-account',
  `select 1 as held from users
    where organization_id = $1 and id = $2 and password_hash = $3 and role = $4 and suspended_at is null for share`,
);

/** The same password under today's parameters; never over another one. */
const REHASH = statement(
  'identity.rehash',
  `update users set password_hash = $3 where organization_id = $1 and id = $2 and password_hash = $4`,
);

const SET_PASSWORD = statement(
  'identity.set-password',
  `update users set password_hash = $3 where organization_id = $1 and id = $2`,
);

const GET_ME = statement(
  'identity.get-me',
  `select u.id, u.name, u.email, u.role, u.locale, u.phone, u.phone_e164 as "phoneE164", u.reply_email as "replyEmail", u.version,
          jsonb_build_object('id', o.id, 'name', o.name, 'timeZone', o.time_zone, 'locale', o.locale) as organization
     from users u join organizations o on o.id = u.organization_id
    where u.organization_id = $1 and u.id = $2`,
);

const IS_OLD = `coalesce(s.ended_at, s.expires_at) < now() - interval '30 days'`;

/** A session in daily use has thousands of tokens, so theirs go first, some at a time, and then the sessions without any. */
const SWEEP_TOKENS = sweepOf(
  'identity.sweep-refresh-tokens',
  'refresh_tokens',
  `exists (select from sessions s where s.organization_id = refresh_tokens.organization_id
              and s.id = refresh_tokens.subject_id and ${IS_OLD})`,
);
const SWEEP_SESSIONS = sweepOf(
  'identity.sweep-sessions',
  'sessions s',
  `${IS_OLD} and not exists (select from refresh_tokens t where t.organization_id = s.organization_id
                                and t.subject_id = s.id)`,
);

export interface Account extends Record<string, unknown> {
  organization_id: string;
  id: string;
  role: StaffRole;
  password_hash: string;
}

export interface Rotation extends Record<string, unknown> {
  id: string;
  session_id: string;
  is_unused: boolean;
  is_in_grace: boolean | null;
  is_live: boolean;
  user_id: string;
  expires_at: string;
  role: StaffRole;
}

/** Staff accounts, sessions and refresh tokens. */
@Injectable()
export class SessionsRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP_TOKENS);
    housekeeping.add(SWEEP_SESSIONS);
  }

  /** The account with this address, whatever its organization; null when there is none or it is suspended. */
  findAccount(tx: GateTx, email: string): Promise<Account | null> {
    return tx.row<Account>(FIND_ACCOUNT, [email]);
  }

  /** The same, suspended or not. */
  findAnyAccount(tx: GateTx, email: string): Promise<{ organization_id: string; id: string } | null> {
    return tx.row<{ organization_id: string; id: string }>(FIND_ANY_ACCOUNT, [email]);
  }

  /** Of the organization of this transaction. */
  findAccountHere(tx: WriteTx, email: string): Promise<{ id: string; role: StaffRole; isSuspended: boolean } | null> {
    return tx.row<{ id: string; role: StaffRole; isSuspended: boolean }>(FIND_ACCOUNT_HERE, [tx.organizationId, email]);
  }

  /** False when it is suspended, or of another role. */
  async renewPassword(tx: WriteTx, id: string, role: StaffRole, passwordHash: string): Promise<boolean> {
    return (await tx.run(RENEW_PASSWORD, [tx.organizationId, id, role, passwordHash])) === 1;
  }

  findRefreshToken(
    tx: GateTx,
    digest: string,
  ): Promise<{ organization_id: string; id: string; session_id: string } | null> {
    return tx.row<{ organization_id: string; id: string; session_id: string }>(FIND_REFRESH_TOKEN, [digest]);
  }

  lockRefreshToken(tx: WriteTx, id: string): Promise<Rotation | null> {
    return tx.row<Rotation>(LOCK_REFRESH_TOKEN, [tx.organizationId, id]);
  }

  async findSuccessor(tx: WriteTx, sessionId: string, digests: readonly string[]): Promise<string | null> {
    const found = await tx.row<{ digest: string }>(FIND_SUCCESSOR, [tx.organizationId, sessionId, [...digests]]);
    return found?.digest ?? null;
  }

  async useRefreshToken(tx: WriteTx, id: string): Promise<void> {
    await tx.run(USE_REFRESH_TOKEN, [tx.organizationId, id]);
  }

  async insertSession(tx: WriteTx, session: { id: string; userId: string; expiresAt: string }): Promise<void> {
    const { userId, ...row } = session;
    await tx.insert(SessionEntity, { ...row, subjectId: userId, madeBy: userId, purpose: 'sign_in' });
  }

  async insertRefreshToken(
    tx: WriteTx,
    session: { id: string; userId: string; expiresAt: string },
    tokenDigest: string,
  ): Promise<void> {
    const { id, userId, expiresAt } = session;
    const row = { id: newId(), subjectId: id, madeBy: userId, purpose: 'renewal', expiresAt, tokenDigest };
    await tx.insert(RefreshTokenEntity, row);
  }

  async endSession(tx: WriteTx, sessionId: string, cause: 'signed_out' | 'copied'): Promise<boolean> {
    return (await tx.run(END_SESSION, [tx.organizationId, sessionId, cause])) === 1;
  }

  /** False when it is not any more as it was found: suspended, of another role, or with another password. */
  async holdAccount(tx: WriteTx, { id, password_hash, role }: Account): Promise<boolean> {
    return (await tx.row(HOLD_ACCOUNT, [tx.organizationId, id, password_hash, role])) !== null;
  }

  async rehash(tx: WriteTx, { id, password_hash }: Account, passwordHash: string): Promise<void> {
    await tx.run(REHASH, [tx.organizationId, id, passwordHash, password_hash]);
  }

  async setPassword(tx: WriteTx, userId: string, passwordHash: string): Promise<void> {
    await tx.run(SET_PASSWORD, [tx.organizationId, userId, passwordHash]);
  }

  getMe(tx: Tx, userId: string): Promise<MeView | null> {
    return tx.row<MeView>(GET_ME, [tx.organizationId, userId]);
  }

  changeMe(tx: WriteTx, userId: string, version: number, patch: Partial<UserEntity>): void {
    tx.change(UserEntity, userId, version, patch);
  }
}
