import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../../access/roles.js';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter, is } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { statement } from '../../../platform/database/statement.js';
import type { GateTx, Tx, WriteTx } from '../../../platform/database/tx.js';
import type { StaffMemberView, StaffQueryParams } from './staff.schemas.js';

const MEMBER = projection<StaffMemberView>({
  id: 'u.id',
  name: 'u.name',
  email: 'u.email',
  role: 'u.role',
  phone: 'u.phone',
  phoneE164: 'u.phone_e164',
  replyEmail: 'u.reply_email',
  proposedRole: 'u.proposed_role',
  proposedBy: { id: 'p.id', name: 'p.name' },
  isSuspended: 'u.suspended_at is not null',
  createdAt: 'u.created_at',
  updatedAt: 'u.updated_at',
  version: 'u.version',
});

const FROM = 'from users u left join users p on p.organization_id = u.organization_id and p.id = u.proposed_by';

const LIST = new List<StaffMemberView, StaffQueryParams>({
  name: 'identity.staff-list',
  item: MEMBER,
  from: `${FROM} where u.organization_id = $1`,
  filters: { role: is('u.role'), updatedAfter: changedAfter('u.updated_at') },
  sorts: { createdAt: { 'u.id': 'uuid' } },
  by: 'createdAt',
});

const FIND = statement(
  'identity.staff-find',
  `select ${MEMBER.select} ${FROM} where u.organization_id = $1 and u.id = $2`,
);

/** Held until the end of the transaction, so that two admins who lock each other out do so one after the other. */
const LOCK_ADMINS = statement(
  'identity.staff-lock-admins',
  `select u.id from users u
    where u.organization_id = $1 and u.role = 'admin' and u.suspended_at is null order by u.id for update`,
);

const PROPOSE_ROLE = statement(
  'identity.staff-propose-role',
  `update users set proposed_role = $4, proposed_by = $5, updated_at = now(), version = version + 1
    where organization_id = $1 and id = $2 and (version = $3 or $3 = -1)`,
);

const CHANGE_ROLE = statement(
  'identity.staff-change-role',
  `update users set role = $4, proposed_role = null, proposed_by = null, updated_at = now(), version = version + 1
    where organization_id = $1 and id = $2 and (version = $3 or $3 = -1)`,
);

/** What somebody proposed who is suspended now, or may not propose any more, is void. */
const FIND_PROPOSED = statement(
  'identity.staff-find-proposed',
  `select u.id, u.name, u.version, u.role as "from", u.proposed_role as "to", u.proposed_by as "proposedBy", p.name as proposer,
          o.name as organization, o.locale
     from users u join organizations o on o.id = u.organization_id
     join users p on p.organization_id = u.organization_id and p.id = u.proposed_by
    where u.organization_id = $1 and u.id = $2 and u.proposed_role is not null and u.suspended_at is null
      and p.suspended_at is null and p.role = any($3)`,
);

const FIND_BY_EMAIL = statement(
  'identity.staff-find-by-email',
  `select organization_id as "organizationId", id, suspended_at is not null as "isSuspended",
          proposed_role is not null as "isProposed"
     from users where email = $1`,
);

const CAN_TAKE_CLIENTS = statement(
  'identity.staff-can-take-clients',
  `select 1 as yes from users where organization_id = $1 and id = $2 and suspended_at is null and role in ('coach', 'supervisor')`,
);

/** What they proposed, and what was proposed for them, goes with it for good: as their invitations do. */
const SUSPEND = statement(
  'identity.staff-suspend',
  `with void as (
     update users set proposed_role = null, proposed_by = null, updated_at = now(), version = version + 1
      where organization_id = $1 and proposed_by = $2 and id <> $2)
   update users set suspended_at = now(), proposed_role = null, proposed_by = null, updated_at = now(),
          version = version + 1
    where organization_id = $1 and id = $2 and suspended_at is null`,
);

const REINSTATE = statement(
  'identity.staff-reinstate',
  `update users set suspended_at = null, updated_at = now(), version = version + 1 where organization_id = $1 and id = $2 and suspended_at is not null`,
);

/** A role that one person asked for, and a second one has still to say yes to. */
export interface ProposedRole extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly from: StaffRole;
  readonly to: StaffRole;
  readonly proposedBy: string;
  readonly proposer: string;
  readonly organization: string;
  readonly locale: string;
}

export interface AccountOfOperator extends Record<string, unknown> {
  readonly organizationId: string;
  readonly id: string;
  readonly isSuspended: boolean;
  readonly isProposed: boolean;
}

/** The staff of the organization: everybody with an account. */
@Injectable()
export class StaffRepository {
  list(tx: Tx, query: StaffQueryParams): Promise<Slice<StaffMemberView>> {
    return LIST.read(tx, query);
  }

  async find(tx: Tx, id: string): Promise<StaffMemberView | null> {
    return MEMBER.read(await tx.row(FIND, [tx.organizationId, id]));
  }

  /** The account as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<StaffMemberView> {
    return MEMBER.read(await tx.last(FIND, [tx.organizationId, id]));
  }

  async canTakeClients(tx: Tx, id: string): Promise<boolean> {
    return (await tx.row(CAN_TAKE_CLIENTS, [tx.organizationId, id])) !== null;
  }

  async suspend(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(SUSPEND, [tx.organizationId, id])) === 1;
  }

  /** The admins who can still sign in; nobody changes that before this transaction ends. */
  async lockAdmins(tx: WriteTx): Promise<string[]> {
    return (await tx.rows<{ id: string }>(LOCK_ADMINS, [tx.organizationId])).map(({ id }) => id);
  }

  /** Null takes a proposal back. False: stale. */
  async proposeRole(
    tx: WriteTx,
    id: string,
    version: number,
    proposed: { role: StaffRole; by: string } | null,
  ): Promise<boolean> {
    const values = [tx.organizationId, id, version, proposed?.role ?? null, proposed?.by ?? null];
    return (await tx.run(PROPOSE_ROLE, values)) === 1;
  }

  async changeRole(tx: WriteTx, id: string, version: number, role: StaffRole): Promise<boolean> {
    return (await tx.run(CHANGE_ROLE, [tx.organizationId, id, version, role])) === 1;
  }

  /** Null when nothing is proposed, or who proposed it is suspended or may not propose any more. */
  findProposed(tx: WriteTx, id: string, mayPropose: readonly StaffRole[]): Promise<ProposedRole | null> {
    return tx.row<ProposedRole>(FIND_PROPOSED, [tx.organizationId, id, mayPropose]);
  }

  /** Whoever signs in with this address, in any organization. */
  findByEmail(tx: GateTx, email: string): Promise<AccountOfOperator | null> {
    return tx.row<AccountOfOperator>(FIND_BY_EMAIL, [email]);
  }

  async reinstate(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(REINSTATE, [tx.organizationId, id])) === 1;
  }
}
