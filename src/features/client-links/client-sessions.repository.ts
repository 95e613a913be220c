import { Injectable } from '@nestjs/common';
import type { Opened } from '../../access/actor.js';
import { statement } from '../../platform/database/statement.js';
import { sweepOf } from '../../platform/database/sweeps.js';
import type { GateTx, Tx, WriteTx } from '../../platform/database/tx.js';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import { ClientSessionEntity } from './client-session.entity.js';
import type { LinkWay } from './ways.rules.js';

const FIND = statement(
  'client-links.find-session',
  `select organization_id as "organizationId", id, subject_kind as "subjectKind", subject_id as "subjectId",
          client_id as "clientId", link_id as "linkId", made_by as "madeBy", purpose, idle_minutes as "idleMinutes",
          coalesce(expires_at < now() + make_interval(mins => idle_minutes - 1), false) as "isToSlide"
     from client_sessions where secret_digest = $1 and ended_at is null and expires_at > now()`,
);

/** Never longer than the link itself. */
const SLIDE = statement(
  'client-links.slide-session',
  `update client_sessions s set expires_at = least(now() + make_interval(mins => s.idle_minutes), l.expires_at)
     from client_links l
    where s.organization_id = $1 and s.id = $2 and s.ended_at is null
      and l.organization_id = s.organization_id and l.id = s.link_id`,
);

/** What was typed is carried for a day: long enough to ask the coach for a code, too short to be found much later. */
const IS_OF = statement(
  'client-links.is-session-of',
  `select 1 as found from client_sessions
    where organization_id = $1 and id = $2 and client_id = $3 and $4::timestamptz > now() - interval '1 day'`,
);

const END = statement(
  'client-links.end-session',
  `update client_sessions set ended_at = now(), ended_cause = 'signed_out'
    where organization_id = $1 and id = $2 and ended_at is null`,
);

const END_OF_SUBJECT = statement(
  'client-links.end-sessions',
  `update client_sessions set ended_at = now(), ended_cause = $5
    where organization_id = $1 and subject_kind = $2 and subject_id = $3 and ($4::text is null or purpose = $4)
      and ended_at is null`,
);

const SWEEP = sweepOf(
  'client-links.sweep-sessions',
  'client_sessions',
  `coalesce(ended_at, expires_at) < now() - interval '30 days'`,
);

export interface ClientSessionRow {
  organizationId: string;
  id: string;
  subjectKind: string;
  subjectId: string;
  clientId: string;
  linkId: string;
  madeBy: string | null;
  purpose: LinkWay;
  /** It was used, and is to end later than it would now. */
  isToSlide: boolean;
}

type NewSession = Omit<ClientSessionRow, 'organizationId' | 'isToSlide'> & {
  secretDigest: string;
  idleMinutes: number | null;
  expiresAt: string;
};

/** Sessions of clients who opened one thing, by the digest of their secret. */
@Injectable()
export class ClientSessionsRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP);
  }

  async insert(tx: WriteTx, session: NewSession): Promise<void> {
    await tx.insert(ClientSessionEntity, session);
  }

  findBySecret(tx: GateTx, digest: string): Promise<ClientSessionRow | null> {
    return tx.row<ClientSessionRow & Record<string, unknown>>(FIND, [digest]);
  }

  /** Whether it is one of this client, of whatever way, over or not; false for what was sent on it more than a day ago. */
  async isOf(tx: Tx, id: string, { clientId, sentAt }: { clientId: string; sentAt: string }): Promise<boolean> {
    return (await tx.row(IS_OF, [tx.organizationId, id, clientId, sentAt])) !== null;
  }

  /** It was used: the time without use begins anew. */
  async slide(tx: WriteTx, id: string): Promise<void> {
    await tx.run(SLIDE, [tx.organizationId, id]);
  }

  async end(tx: WriteTx, id: string): Promise<void> {
    await tx.run(END, [tx.organizationId, id]);
  }

  /** Ends every session that a link of this subject opened. */
  async endAll(tx: WriteTx, subject: Opened): Promise<void> {
    await tx.run(END_OF_SUBJECT, [tx.organizationId, subject.kind, subject.id, null, 'revoked']);
  }

  /** Ends those of the link that came this way, for a new one takes its place. */
  async endReplaced(tx: WriteTx, subject: Opened, way: LinkWay): Promise<void> {
    await tx.run(END_OF_SUBJECT, [tx.organizationId, subject.kind, subject.id, way, 'replaced']);
  }
}
