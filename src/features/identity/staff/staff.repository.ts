import { Injectable } from '@nestjs/common';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter, is } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { StaffMemberAnswer, StaffQueryParams } from './staff.schemas.js';

const MEMBER = projection<StaffMemberAnswer>({
  id: 'u.id',
  name: 'u.name',
  email: 'u.email',
  role: 'u.role',
  phone: 'u.phone',
  replyEmail: 'u.reply_email',
  isSuspended: 'u.suspended_at is not null',
  createdAt: 'u.created_at',
  updatedAt: 'u.updated_at',
  version: 'u.version',
});

const LIST = new List<StaffMemberAnswer, StaffQueryParams>({
  name: 'identity.staff-list',
  item: MEMBER,
  from: 'from users u where u.organization_id = $1',
  filters: { role: is('u.role'), updatedAfter: changedAfter('u.updated_at') },
  sorts: { createdAt: { 'u.id': 'uuid' } },
  by: 'createdAt',
});

const FIND = statement(
  'identity.staff-find',
  `select ${MEMBER.select} from users u where u.organization_id = $1 and u.id = $2`,
);

const CAN_TAKE_CLIENTS = statement(
  'identity.staff-can-take-clients',
  `select 1 as yes from users where organization_id = $1 and id = $2 and suspended_at is null and role in ('coach', 'supervisor')`,
);

const SUSPEND = statement(
  'identity.staff-suspend',
  `update users set suspended_at = now(), updated_at = now(), version = version + 1 where organization_id = $1 and id = $2 and suspended_at is null`,
);

const REINSTATE = statement(
  'identity.staff-reinstate',
  `update users set suspended_at = null, updated_at = now(), version = version + 1 where organization_id = $1 and id = $2 and suspended_at is not null`,
);

const END_SESSIONS = statement(
  'identity.staff-end-sessions',
  'update sessions set ended_at = now() where organization_id = $1 and user_id = $2 and ended_at is null',
);

/** The staff of the organization: everybody with an account. */
@Injectable()
export class StaffRepository {
  list(tx: Tx, query: StaffQueryParams): Promise<Slice<StaffMemberAnswer>> {
    return LIST.read(tx, query);
  }

  async find(tx: Tx, id: string): Promise<StaffMemberAnswer | null> {
    return MEMBER.read(await tx.row(FIND, [tx.organizationId, id]));
  }

  /** The account as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<StaffMemberAnswer> {
    return MEMBER.read(await tx.last(FIND, [tx.organizationId, id]));
  }

  async canTakeClients(tx: Tx, id: string): Promise<boolean> {
    return (await tx.row(CAN_TAKE_CLIENTS, [tx.organizationId, id])) !== null;
  }

  async suspend(tx: WriteTx, id: string): Promise<boolean> {
    const suspended = (await tx.run(SUSPEND, [tx.organizationId, id])) === 1;
    await tx.run(END_SESSIONS, [tx.organizationId, id]);
    return suspended;
  }

  async reinstate(tx: WriteTx, id: string): Promise<boolean> {
    return (await tx.run(REINSTATE, [tx.organizationId, id])) === 1;
  }
}
