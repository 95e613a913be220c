import { Injectable } from '@nestjs/common';
import { projection } from '../../platform/database/projection.js';
import { statement } from '../../platform/database/statement.js';
import type { GateTx, Tx, WriteTx } from '../../platform/database/tx.js';
import type { OrganizationView } from './organizations.schemas.js';

const ORGANIZATION = projection<OrganizationView>({
  id: 'o.id',
  name: 'o.name',
  timeZone: 'o.time_zone',
  locale: 'o.locale',
  phone: 'o.phone',
  phoneE164: 'o.phone_e164',
  replyEmail: 'o.reply_email',
  createdAt: 'o.created_at',
  updatedAt: 'o.updated_at',
  version: 'o.version',
});

const FIND = statement('organizations.find', `select ${ORGANIZATION.select} from organizations o where o.id = $1`);

const EVERY_ID = statement('organizations.every-id', 'select id from organizations order by id');

const IS_EMPTY = statement('organizations.is-empty', 'select not exists (select from organizations) as "isEmpty"');

const IS_NAME_TAKEN = statement(
  'organizations.is-name-taken',
  'select exists (select from organizations where lower(name) = lower($1)) as "isTaken"',
);

const UPDATE = statement(
  'organizations.update',
  `update organizations
      set name = $3, time_zone = $4, locale = $5, phone = $6, phone_e164 = $7, reply_email = $8,
          version = version + 1, updated_at = now()
    where id = $1 and (version = $2 or $2 = -1)`,
);

@Injectable()
export class OrganizationsRepository {
  /** The organization of whoever asks. */
  async find(tx: Tx): Promise<OrganizationView | null> {
    return ORGANIZATION.read(await tx.row(FIND, [tx.organizationId]));
  }

  /** The organization as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx): Promise<OrganizationView> {
    return ORGANIZATION.read(await tx.last(FIND, [tx.organizationId]));
  }

  async everyId(tx: GateTx): Promise<string[]> {
    return (await tx.rows<{ id: string }>(EVERY_ID, [])).map(({ id }) => id);
  }

  async isEmpty(tx: GateTx): Promise<boolean> {
    return (await tx.row<{ isEmpty: boolean }>(IS_EMPTY, []))?.isEmpty ?? false;
  }

  async isNameTaken(tx: GateTx, name: string): Promise<boolean> {
    return (await tx.row<{ isTaken: boolean }>(IS_NAME_TAKEN, [name]))?.isTaken ?? false;
  }

  /** False when it has another version meanwhile. */
  async update(tx: WriteTx, version: number, after: OrganizationView): Promise<boolean> {
    const { name, timeZone, locale, phone, phoneE164, replyEmail } = after;
    const values = [tx.organizationId, version, name, timeZone, locale, phone, phoneE164, replyEmail];
    return (await tx.run(UPDATE, values)) === 1;
  }
}
