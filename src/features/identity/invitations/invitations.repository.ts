import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../../access/roles.js';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter, is } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { statement } from '../../../platform/database/statement.js';
import { sweepOf } from '../../../platform/database/sweeps.js';
import type { GateTx, Tx, WriteTx } from '../../../platform/database/tx.js';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';
import { InvitationEntity } from './invitation.entity.js';
import type { InvitationQueryParams, InvitationView } from './invitations.schemas.js';

const STATUS = `case when i.ended_cause = 'used' then 'accepted' when i.ended_at is not null then 'revoked'
               when i.expires_at <= now() then 'expired' when i.confirmed_at is null then 'awaiting_confirmation'
               else 'open' end`;

const CHANGED_AT = 'greatest(i.created_at, i.confirmed_at, i.ended_at)';

const INVITATION = projection<InvitationView>({
  id: 'i.id',
  email: 'i.email',
  name: 'i.name',
  role: 'i.role',
  status: STATUS,
  invitedBy: { id: 'm.id', name: 'm.name' },
  expiresAt: 'i.expires_at',
  createdAt: 'i.created_at',
  updatedAt: CHANGED_AT,
});

const FROM = 'from invitations i left join users m on m.organization_id = i.organization_id and m.id = i.made_by';

const LIST = new List<InvitationView, InvitationQueryParams>({
  name: 'identity.invitation-list',
  item: INVITATION,
  from: `${FROM} where i.organization_id = $1`,
  filters: {
    status: is(`(${STATUS})`),
    updatedAfter: changedAfter(CHANGED_AT),
  },
  sorts: { createdAt: { 'i.id': 'uuid' } },
  by: '-createdAt',
});

const FIND = statement(
  'identity.invitation-find',
  `select ${INVITATION.select} ${FROM} where i.organization_id = $1 and i.id = $2`,
);

/** Only what is open: a used token proves nothing, and is not worth the work of a password. */
const FIND_BY_TOKEN = statement(
  'identity.invitation-find-by-token',
  `select organization_id, id from invitations
    where token_digest = $1 and ended_at is null and expires_at > now()`,
);

const KNOWN_OF = statement(
  'identity.invitation-known-of',
  `select i.name, i.email, o.name as organization from invitations i join organizations o on o.id = i.organization_id
    where i.organization_id = $1 and i.id = $2`,
);

const CLOSE_OPEN = statement(
  'identity.invitation-close-open',
  `update invitations set ended_at = now(), ended_cause = 'replaced'
    where organization_id = $1 and email = $2 and ended_at is null`,
);

const REVOKE = statement(
  'identity.invitation-revoke',
  `update invitations set ended_at = now(), ended_cause = 'revoked'
    where organization_id = $1 and id = $2 and ended_at is null`,
);

/** One conditional update: of two confirmations at once, one wins. The days begin anew: its mail leaves only now. */
const CONFIRM = statement(
  'identity.invitation-confirm',
  `update invitations set confirmed_at = now(), confirmed_by = $3, expires_at = now() + make_interval(days => $4)
    where organization_id = $1 and id = $2 and confirmed_at is null and ended_at is null and expires_at > now()`,
);

/**
 * One conditional update: of two acceptances at once, one wins. Whoever invited may still do so; `$3` are the roles
 * that may. Nobody of the staff: the operator vouched.
 */
const ACCEPT = statement(
  'identity.invitation-accept',
  `update invitations i set ended_at = now(), ended_cause = 'used'
    where i.organization_id = $1 and i.id = $2 and i.ended_at is null and i.expires_at > now()
      and i.confirmed_at is not null
      and (i.made_by is null or exists (select from users u where u.organization_id = i.organization_id
             and u.id = i.made_by and u.suspended_at is null and u.role = any($3)))
   returning i.email, i.name, i.role, i.subject_id as "userId"`,
);

/** For the operator, who gives an id or an address. */
const FIND_AWAITING = statement(
  'identity.invitation-find-awaiting',
  `select organization_id as "organizationId", id from invitations
    where (id::text = $1 or email = $1) and confirmed_at is null and ended_at is null and expires_at > now()`,
);

/** Who has to know that somebody shall see more: all who may say yes or no to it, except who asked. */
const TO_TELL = statement(
  'identity.second-persons',
  `select u.email from users u
    where u.organization_id = $1 and u.suspended_at is null and u.role = any($2) and u.id is distinct from $3
    order by u.id`,
);

const ASKED = statement(
  'identity.invitation-asked',
  `select i.name, i.role, i.made_by as "madeBy", m.name as inviter, o.name as organization, o.locale
     ${FROM} join organizations o on o.id = i.organization_id
    where i.organization_id = $1 and i.id = $2 and i.confirmed_at is null and i.ended_at is null and i.expires_at > now()`,
);

/** Replaces the token: the mail is written when it is sent, and only the digest is ever stored. */
/** A mail that is written again carries the token of the first one, also when the root was replaced between them. */
const RENEW_TOKEN = statement(
  'identity.invitation-renew-token',
  `update invitations i
      set token_digest = case when i.token_digest = any($3::text[]) then i.token_digest else ($3::text[])[1] end
     from organizations o
    where i.organization_id = $1 and i.id = $2 and o.id = i.organization_id
      and i.confirmed_at is not null and i.ended_at is null and i.expires_at > now()
   returning i.token_digest as "tokenDigest", i.email, i.name, i.expires_at as "expiresAt", o.name as organization, o.locale, o.time_zone as "timeZone",
             (select u.name from users u where u.organization_id = i.organization_id and u.id = i.made_by) as inviter`,
);

/** Accepted, revoked or run out: what became of it stands in the ledger. */
const SWEEP = sweepOf(
  'identity.sweep-invitations',
  'invitations',
  `coalesce(ended_at, expires_at) < now() - interval '30 days'`,
);

/** What the mail says. `inviter` is null for the first admin, whom the operator invites. */
export interface InvitationToMail extends Record<string, unknown> {
  readonly tokenDigest: string;
  readonly email: string;
  readonly name: string;
  readonly expiresAt: string;
  readonly organization: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly inviter: string | null;
}

export interface AcceptedInvitation extends Record<string, unknown> {
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly userId: string;
}

/** `inviter` is null when an account is gone that asked. */
export interface AskedInvitation extends Record<string, unknown> {
  readonly name: string;
  readonly role: StaffRole;
  readonly madeBy: string | null;
  readonly inviter: string | null;
  readonly organization: string;
  readonly locale: string;
}

@Injectable()
export class InvitationsRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP);
  }

  /** Newest first. */
  list(tx: Tx, query: InvitationQueryParams): Promise<Slice<InvitationView>> {
    return LIST.read(tx, query);
  }

  async find(tx: Tx, id: string): Promise<InvitationView | null> {
    return INVITATION.read(await tx.row(FIND, [tx.organizationId, id]));
  }

  /** The invitation as made: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<InvitationView> {
    return INVITATION.read(await tx.last(FIND, [tx.organizationId, id]));
  }

  findByToken(tx: GateTx, tokenDigest: string): Promise<{ organization_id: string; id: string } | null> {
    return tx.row<{ organization_id: string; id: string }>(FIND_BY_TOKEN, [tokenDigest]);
  }

  /** What a guesser knows of the invited person: name, address, organization. */
  async knownOf(tx: Tx, id: string): Promise<string[]> {
    return Object.values((await tx.row<Record<string, string>>(KNOWN_OF, [tx.organizationId, id])) ?? {});
  }

  /** One open invitation per address: a new one takes the place of the old. */
  async insert(tx: WriteTx, row: Partial<InvitationEntity> & { email: string }): Promise<void> {
    await tx.run(CLOSE_OPEN, [tx.organizationId, row.email]);
    await tx.insert(InvitationEntity, row);
  }

  async revoke(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(REVOKE, [tx.organizationId, id])) === 1;
  }

  async confirm(tx: WriteTx, id: string, by: string | null, days: number): Promise<boolean> {
    return (await tx.run(CONFIRM, [tx.organizationId, id, by, days])) === 1;
  }

  /** Null when it is not open (any more), or whoever invited may not do so any more. */
  accept(tx: WriteTx, id: string, mayInvite: readonly StaffRole[]): Promise<AcceptedInvitation | null> {
    return tx.row<AcceptedInvitation>(ACCEPT, [tx.organizationId, id, mayInvite]);
  }

  /** Those that wait for a second person, by id or address, in all organizations. */
  findAwaiting(tx: GateTx, idOrEmail: string): Promise<{ organizationId: string; id: string }[]> {
    return tx.rows<{ organizationId: string; id: string }>(FIND_AWAITING, [idOrEmail]);
  }

  /** What is asked of the second person; null when it is settled. */
  asked(tx: WriteTx, id: string): Promise<AskedInvitation | null> {
    return tx.row<AskedInvitation>(ASKED, [tx.organizationId, id]);
  }

  /** The addresses of whoever may be the second person. */
  async secondPersons(tx: WriteTx, mayConfirm: readonly StaffRole[], except: string | null): Promise<string[]> {
    const rows = await tx.rows<{ email: string }>(TO_TELL, [tx.organizationId, mayConfirm, except]);
    return rows.map(({ email }) => email);
  }

  /** Null when it is no longer open. */
  renewToken(tx: WriteTx, id: string, tokenDigests: readonly string[]): Promise<InvitationToMail | null> {
    return tx.row<InvitationToMail>(RENEW_TOKEN, [tx.organizationId, id, [...tokenDigests]]);
  }
}
