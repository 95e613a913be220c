import { Injectable } from '@nestjs/common';
import { JsonListStatements, jsonInstant } from '../../../platform/database/json-page.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { StaffMemberAnswer, StaffQueryParams } from './staff.schemas.js';

const LIST = new JsonListStatements({
  name: 'identity.staff-list',
  item: `'id', u.id, 'name', u.name, 'email', u.email, 'role', u.role, 'isSuspended', u.suspended_at is not null,  'createdAt', ${jsonInstant('u.created_at')}, 'version', u.version`,
  from: 'from users u where u.organization_id = $1',
  keys: ['u.id'],
  keyTypes: ['uuid'],
  direction: 'asc',
  parameters: 1,
});

const FIND = statement(
  'identity.staff-find',
  `select u.id, u.name, u.email, u.role, u.suspended_at is not null as "isSuspended", u.created_at as "createdAt", u.version
     from users u where u.organization_id = $1 and u.id = $2`,
);

const CAN_TAKE_CLIENTS = statement(
  'identity.staff-can-take-clients',
  `select 1 as yes from users where organization_id = $1 and id = $2 and suspended_at is null and role in ('coach', 'supervisor')`,
);

const SUSPEND = statement(
  'identity.staff-suspend',
  `update users set suspended_at = now(), version = version + 1 where organization_id = $1 and id = $2 and suspended_at is null`,
);

const REINSTATE = statement(
  'identity.staff-reinstate',
  `update users set suspended_at = null, version = version + 1 where organization_id = $1 and id = $2 and suspended_at is not null`,
);

const END_SESSIONS = statement(
  'identity.staff-end-sessions',
  'update sessions set ended_at = now() where organization_id = $1 and user_id = $2 and ended_at is null',
);

/** The staff of the organization: everybody with an account. */
@Injectable()
export class StaffRepository {
  list(tx: Tx, query: StaffQueryParams): Promise<string> {
    return LIST.read(tx, [tx.organizationId], query, []);
  }

  find(tx: Tx, id: string): Promise<StaffMemberAnswer | null> {
    return tx.row<StaffMemberAnswer>(FIND, [tx.organizationId, id]);
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
