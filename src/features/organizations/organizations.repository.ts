import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { GateTx, Tx, WriteTx } from '../../platform/database/tx.js';
import type { OrganizationAnswer } from './organizations.schemas.js';

const COLUMNS = `id, name, time_zone as "timeZone", locale, phone, reply_email as "replyEmail", version`;

const GET = statement('organizations.get', `select ${COLUMNS} from organizations where id = $1`);

const IS_EMPTY = statement('organizations.is-empty', 'select not exists (select from organizations) as "isEmpty"');

const IS_NAME_TAKEN = statement(
  'organizations.is-name-taken',
  'select exists (select from organizations where lower(name) = lower($1)) as "isTaken"',
);

const INSERT = statement(
  'organizations.insert',
  'insert into organizations (id, name, time_zone, locale) values ($1, $2, $3, $4)',
);

const UPDATE = statement(
  'organizations.update',
  `update organizations
      set name = $3, time_zone = $4, locale = $5, phone = $6, reply_email = $7,
          version = version + 1, updated_at = now()
    where id = $1 and (version = $2 or $2 = -1)`,
);

@Injectable()
export class OrganizationsRepository {
  get(tx: Tx): Promise<OrganizationAnswer | null> {
    return tx.row<OrganizationAnswer>(GET, [tx.organizationId]);
  }

  async isEmpty(tx: GateTx): Promise<boolean> {
    return (await tx.row<{ isEmpty: boolean }>(IS_EMPTY, []))?.isEmpty ?? false;
  }

  async isNameTaken(tx: GateTx, name: string): Promise<boolean> {
    return (await tx.row<{ isTaken: boolean }>(IS_NAME_TAKEN, [name]))?.isTaken ?? false;
  }

  async insert(
    tx: GateTx,
    organization: { id: string; name: string; timeZone: string; locale: string },
  ): Promise<void> {
    await tx.run(INSERT, [organization.id, organization.name, organization.timeZone, organization.locale]);
  }

  async update(tx: WriteTx, version: number, after: OrganizationAnswer): Promise<boolean> {
    const { name, timeZone, locale, phone, replyEmail } = after;
    return (await tx.run(UPDATE, [tx.organizationId, version, name, timeZone, locale, phone, replyEmail])) === 1;
  }
}
