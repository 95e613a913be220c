import { Injectable } from '@nestjs/common';
import type { Opened } from '../../access/actor.js';
import { statement } from '../../platform/database/statement.js';
import { sweepOf } from '../../platform/database/sweeps.js';
import type { GateTx, Tx, WriteTx } from '../../platform/database/tx.js';
import { Housekeeping } from '../../platform/jobs/housekeeping.js';
import type { LinkWay } from './ways.rules.js';

const INSERT = statement(
  'client-links.insert',
  `insert into client_links
     (organization_id, id, subject_kind, subject_id, client_id, token_digest, code_digest, expires_at, made_by, purpose)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`,
);

const FIND_MADE = statement(
  'client-links.find-made',
  `select id, token_digest as "tokenDigest", expires_at as "expiresAt",
          ended_at is null and expires_at > now() as "isOpen"
     from client_links
    where organization_id = $1 and subject_kind = $2 and subject_id = $3 and token_digest = any($4) order by id limit 1`,
);

const FIND_BY_TOKEN = statement(
  'client-links.find-by-token',
  `select organization_id as "organizationId", id from client_links
    where token_digest = $1 and ended_at is null and expires_at > now()`,
);

const FIND_BY_CODE = statement(
  'client-links.find-by-code',
  `select organization_id as "organizationId", id from client_links
    where code_digest = any($1) and ended_at is null and expires_at > now()`,
);

/**
 * Counts the opening and locks the link, so that a revocation at the same moment comes before or after, not between. What
 * a person of the staff had in their hands opens nothing any more when they are suspended.
 */
const USE = statement(
  'client-links.use',
  `update client_links l set opened_count = opened_count + 1
     from clients c
    where l.organization_id = $1 and l.id = $2 and l.ended_at is null and l.expires_at > now()
      and c.organization_id = l.organization_id and c.id = l.client_id and c.deleted_at is null
      and (l.purpose = 'email' or not exists (select from users u where u.organization_id = l.organization_id
                                                and u.id = l.made_by and u.suspended_at is not null))
   returning l.id as "linkId", l.subject_kind as "subjectKind", l.subject_id as "subjectId", l.client_id as "clientId",
             l.made_by as "madeBy", l.purpose, l.expires_at as "expiresAt"`,
);

const REVOKE = statement(
  'client-links.revoke',
  `with closed as (
     update client_links set ended_at = now(), ended_cause = 'revoked'
      where organization_id = $1 and subject_kind = $2 and subject_id = $3 and ended_at is null
     returning expires_at)
   select count(*) filter (where expires_at > now())::int as count from closed`,
);

const REPLACE = statement(
  'client-links.replace',
  `update client_links set ended_at = now(), ended_cause = 'replaced'
    where organization_id = $1 and subject_kind = $2 and subject_id = $3 and purpose = $4 and ended_at is null`,
);

/**
 * Of what ran out or was replaced nobody asks any more; sessions that it opened go first. What somebody closed is kept
 * until no mail can be tried again that would make the same link anew.
 */
const SWEEP = sweepOf(
  'client-links.sweep',
  'client_links',
  `coalesce(ended_at, expires_at) < now() - case when ended_cause is null or ended_cause = 'replaced'
                                                 then interval '30 days' else interval '1 year' end
   and not exists (select from client_sessions s where s.organization_id = client_links.organization_id
                                                   and s.link_id = client_links.id)`,
);

interface FoundLink {
  organizationId: string;
  id: string;
}

/** What a link leads to, and for whom. */
export interface UsedLink {
  linkId: string;
  subjectKind: string;
  subjectId: string;
  clientId: string;
  madeBy: string | null;
  purpose: LinkWay;
  expiresAt: string;
}

interface LinkMadeBefore extends Record<string, unknown> {
  id: string;
  tokenDigest: string;
  expiresAt: string;
  isOpen: boolean;
}

/** Links, by the digests of their secrets. */
@Injectable()
export class ClientLinksRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP);
  }

  /** False when the code is taken, or another link of this way was made at the same moment. */
  async insert(
    tx: WriteTx,
    link: {
      id: string;
      subject: Opened;
      clientId: string;
      tokenDigest: string;
      codeDigest: string;
      expiresAt: Date;
      madeBy: string | null;
      purpose: LinkWay;
    },
  ): Promise<boolean> {
    const { id, subject, clientId, tokenDigest, codeDigest, expiresAt, madeBy, purpose } = link;
    const values = [id, subject.kind, subject.id, clientId, tokenDigest, codeDigest, expiresAt, madeBy, purpose];
    return (await tx.run(INSERT, [tx.organizationId, ...values])) === 1;
  }

  /** The link of this subject that was made with one of these tokens. */
  findMade(tx: Tx, subject: Opened, digests: readonly string[]): Promise<LinkMadeBefore | null> {
    return tx.row<LinkMadeBefore>(FIND_MADE, [tx.organizationId, subject.kind, subject.id, digests]);
  }

  findByToken(tx: GateTx, digest: string): Promise<FoundLink | null> {
    return tx.row<FoundLink & Record<string, unknown>>(FIND_BY_TOKEN, [digest]);
  }

  findByCode(tx: GateTx, digests: readonly string[]): Promise<FoundLink | null> {
    return tx.row<FoundLink & Record<string, unknown>>(FIND_BY_CODE, [[...digests]]);
  }

  use(tx: WriteTx, id: string): Promise<UsedLink | null> {
    return tx.row<UsedLink & Record<string, unknown>>(USE, [tx.organizationId, id]);
  }

  /** Closes the one that was live of this way; how many that were. */
  replace(tx: WriteTx, subject: Opened, purpose: LinkWay): Promise<number> {
    return tx.run(REPLACE, [tx.organizationId, subject.kind, subject.id, purpose]);
  }

  /** How many links were open. */
  async revoke(tx: WriteTx, subject: Opened): Promise<number> {
    return (await tx.row<{ count: number }>(REVOKE, [tx.organizationId, subject.kind, subject.id]))?.count ?? 0;
  }
}
