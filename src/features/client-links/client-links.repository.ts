import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { GateTx, WriteTx } from '../../platform/database/tx.js';

const INSERT = statement(
  'debrief-links.insert',
  `insert into debrief_links (organization_id, id, debrief_id, token_digest, code_digest, expires_at, created_by)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
);

const FIND_MADE = statement(
  'debrief-links.find-made',
  `select token_digest as "tokenDigest", expires_at as "expiresAt", revoked_at is null and expires_at > now() as "isOpen" from debrief_links
    where organization_id = $1 and debrief_id = $2 and token_digest = any($3) order by id limit 1`,
);

const FIND_BY_TOKEN = statement(
  'debrief-links.find-by-token',
  `select organization_id as "organizationId", id from debrief_links
    where token_digest = $1 and revoked_at is null and expires_at > now()`,
);

const FIND_BY_CODE = statement(
  'debrief-links.find-by-code',
  `select organization_id as "organizationId", id from debrief_links
    where code_digest = $1 and revoked_at is null and expires_at > now()`,
);

/** Counts the opening and locks the link, so that a revocation at the same moment comes before or after, not between. */
const USE = statement(
  'debrief-links.use',
  `update debrief_links l set opened_count = opened_count + 1
     from debriefs d join clients c on c.organization_id = d.organization_id and c.id = d.client_id
    where l.organization_id = $1 and l.id = $2 and l.revoked_at is null and l.expires_at > now()
      and d.organization_id = l.organization_id and d.id = l.debrief_id and d.status <> 'lapsed' and c.deleted_at is null
   returning l.debrief_id as "debriefId", d.client_id as "clientId"`,
);

const REVOKE = statement(
  'debrief-links.revoke',
  `update debrief_links set revoked_at = now() where organization_id = $1 and debrief_id = $2 and revoked_at is null`,
);

interface LinkMadeBefore extends Record<string, unknown> {
  tokenDigest: string;
  expiresAt: string;
  isOpen: boolean;
}

/** Links into debriefs, by the digests of their secrets. */
@Injectable()
export class DebriefLinksRepository {
  /** False when the code is taken. */
  async insert(
    tx: WriteTx,
    link: {
      id: string;
      debriefId: string;
      tokenDigest: string;
      codeDigest: string;
      expiresAt: Date;
      createdBy: string | null;
    },
  ): Promise<boolean> {
    const { id, debriefId, tokenDigest, codeDigest, expiresAt, createdBy } = link;
    const values = [tx.organizationId, id, debriefId, tokenDigest, codeDigest, expiresAt, createdBy];
    return (await tx.run(INSERT, values)) === 1;
  }

  /** The link of this debrief that was made with one of these tokens. */
  findMade(tx: WriteTx, debriefId: string, digests: readonly string[]): Promise<LinkMadeBefore | null> {
    return tx.row<LinkMadeBefore>(FIND_MADE, [tx.organizationId, debriefId, digests]);
  }

  findByToken(tx: GateTx, digest: string): Promise<{ organizationId: string; id: string } | null> {
    return tx.row<{ organizationId: string; id: string }>(FIND_BY_TOKEN, [digest]);
  }

  findByCode(tx: GateTx, digest: string): Promise<{ organizationId: string; id: string } | null> {
    return tx.row<{ organizationId: string; id: string }>(FIND_BY_CODE, [digest]);
  }

  use(tx: WriteTx, id: string): Promise<{ debriefId: string; clientId: string } | null> {
    return tx.row<{ debriefId: string; clientId: string }>(USE, [tx.organizationId, id]);
  }

  /** How many links were open. */
  revoke(tx: WriteTx, debriefId: string): Promise<number> {
    return tx.run(REVOKE, [tx.organizationId, debriefId]);
  }
}
