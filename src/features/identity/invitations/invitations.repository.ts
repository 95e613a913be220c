import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../../access/roles.js';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter, is } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { statement } from '../../../platform/database/statement.js';
import type { GateTx, Tx, WriteTx } from '../../../platform/database/tx.js';
import { InvitationEntity } from './invitation.entity.js';
import type { InvitationAnswer, InvitationQueryParams } from './invitations.schemas.js';

const STATUS = `case when i.accepted_at is not null then 'accepted' when i.revoked_at is not null then 'revoked'
               when i.expires_at <= now() then 'expired' else 'open' end`;

const INVITATION = projection<InvitationAnswer>({
  id: 'i.id',
  email: 'i.email',
  name: 'i.name',
  role: 'i.role',
  status: STATUS,
  expiresAt: 'i.expires_at',
  createdAt: 'i.created_at',
});

const LIST = new List<InvitationAnswer, InvitationQueryParams>({
  name: 'identity.invitation-list',
  item: INVITATION,
  from: 'from invitations i where i.organization_id = $1',
  filters: {
    status: is(`(${STATUS})`),
    updatedAfter: changedAfter('greatest(i.created_at, i.accepted_at, i.revoked_at)'),
  },
  sorts: { createdAt: { 'i.id': 'uuid' } },
  by: '-createdAt',
});

const FIND = statement(
  'identity.invitation-find',
  `select ${INVITATION.select} from invitations i where i.organization_id = $1 and i.id = $2`,
);

const FIND_BY_TOKEN = statement(
  'identity.invitation-find-by-token',
  'select organization_id, id from invitations where token_digest = $1',
);

const CLOSE_OPEN = statement(
  'identity.invitation-close-open',
  `update invitations set revoked_at = now()
    where organization_id = $1 and email = $2 and accepted_at is null and revoked_at is null`,
);

const REVOKE = statement(
  'identity.invitation-revoke',
  `update invitations set revoked_at = now()
    where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null`,
);

/** One conditional update: of two acceptances at once, one wins. */
const ACCEPT = statement(
  'identity.invitation-accept',
  `update invitations set accepted_at = now()
    where organization_id = $1 and id = $2 and accepted_at is null and revoked_at is null and expires_at > now()
   returning email, name, role`,
);

/** Replaces the token: the mail is written when it is sent, and only the digest is ever stored. */
const RENEW_TOKEN = statement(
  'identity.invitation-renew-token',
  `update invitations i set token_digest = $3
     from organizations o
    where i.organization_id = $1 and i.id = $2 and o.id = i.organization_id
      and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
   returning i.email, i.name, i.expires_at as "expiresAt", o.name as organization, o.locale, o.time_zone as "timeZone",
             (select u.name from users u where u.organization_id = i.organization_id and u.id = i.invited_by) as inviter`,
);

/** What the mail says. `inviter` is null for the first admin, whom the operator invites. */
export interface InvitationToMail extends Record<string, unknown> {
  readonly email: string;
  readonly name: string;
  readonly expiresAt: string;
  readonly organization: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly inviter: string | null;
}

@Injectable()
export class InvitationsRepository {
  /** Newest first. */
  list(tx: Tx, query: InvitationQueryParams): Promise<Slice<InvitationAnswer>> {
    return LIST.read(tx, query);
  }

  async find(tx: Tx, id: string): Promise<InvitationAnswer | null> {
    return INVITATION.read(await tx.row(FIND, [tx.organizationId, id]));
  }

  /** The invitation as made: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<InvitationAnswer> {
    return INVITATION.read(await tx.last(FIND, [tx.organizationId, id]));
  }

  findByToken(tx: GateTx, tokenDigest: string): Promise<{ organization_id: string; id: string } | null> {
    return tx.row<{ organization_id: string; id: string }>(FIND_BY_TOKEN, [tokenDigest]);
  }

  /** One open invitation per address: a new one takes the place of the old. */
  async insert(tx: WriteTx, row: Partial<InvitationEntity> & { email: string }): Promise<void> {
    await tx.run(CLOSE_OPEN, [tx.organizationId, row.email]);
    await tx.insert(InvitationEntity, row);
  }

  async revoke(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(REVOKE, [tx.organizationId, id])) === 1;
  }

  accept(tx: WriteTx, id: string): Promise<{ email: string; name: string; role: StaffRole } | null> {
    return tx.row<{ email: string; name: string; role: StaffRole }>(ACCEPT, [tx.organizationId, id]);
  }

  /** Null when it is no longer open. */
  renewToken(tx: WriteTx, id: string, tokenDigest: string): Promise<InvitationToMail | null> {
    return tx.row<InvitationToMail>(RENEW_TOKEN, [tx.organizationId, id, tokenDigest]);
  }
}
