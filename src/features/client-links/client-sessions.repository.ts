import { Injectable } from '@nestjs/common';
import type { Opened } from '../../access/actor.js';
import { newId } from '../../kernel/ids.js';
import { statement } from '../../platform/database/statement.js';
import type { GateTx, WriteTx } from '../../platform/database/tx.js';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import type { UsedLink } from './client-links.repository.js';
import { ClientSessionEntity } from './client-session.entity.js';

const FIND = statement(
  'client-links.find-session',
  `select organization_id as "organizationId", id, subject_kind as "subjectKind", subject_id as "subjectId",
          client_id as "clientId"
     from client_sessions where secret_digest = $1 and ended_at is null and expires_at > now()`,
);

const END_OF_SUBJECT = statement(
  'client-links.end-sessions',
  `update client_sessions s set ended_at = now(), ended_cause = 'revoked'
     from client_links l
    where l.organization_id = $1 and l.subject_kind = $2 and l.subject_id = $3
      and s.organization_id = l.organization_id and s.link_id = l.id and s.ended_at is null`,
);

const SWEEP = statement(
  'client-links.sweep-sessions',
  `delete from client_sessions where coalesce(ended_at, expires_at) < now() - interval '30 days'`,
);

export interface ClientSessionRow {
  organizationId: string;
  id: string;
  subjectKind: string;
  subjectId: string;
  clientId: string;
}

/** Sessions of clients who opened one thing, by the digest of their secret. */
@Injectable()
export class ClientSessionsRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP);
  }

  async insert(tx: WriteTx, of: UsedLink, secretDigest: string, expiresAt: Date): Promise<void> {
    const row = { ...of, id: newId(), secretDigest, expiresAt: expiresAt.toISOString() };
    await tx.insert(ClientSessionEntity, row);
  }

  findBySecret(tx: GateTx, digest: string): Promise<ClientSessionRow | null> {
    return tx.row<ClientSessionRow & Record<string, unknown>>(FIND, [digest]);
  }

  /** Ends every session that a link of this subject opened. */
  async endAll(tx: WriteTx, subject: Opened): Promise<void> {
    await tx.run(END_OF_SUBJECT, [tx.organizationId, subject.kind, subject.id]);
  }
}
