import { Injectable } from '@nestjs/common';
import type { Slice } from '../../kernel/slices.js';
import { begins, changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { thatCanComeBack, thatStand } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { EmployerEntity } from './employer.entity.js';
import { EmployerContactEntity } from './employer-contact.entity.js';
import { externalIdTaken, nameTaken } from './employers.rules.js';
import type { ContactQueryParams, ContactView, EmployerQueryParams, EmployerView } from './employers.schemas.js';

const EMPLOYER = projection<EmployerView>({
  id: 'e.id',
  externalId: 'e.external_id',
  name: 'e.name',
  website: 'e.website',
  note: 'e.note',
  createdAt: 'e.created_at',
  updatedAt: 'e.updated_at',
  version: 'e.version',
});

const CONTACT = projection<ContactView>({
  id: 'p.id',
  employer: { id: 'e.id', name: 'e.name' },
  name: 'p.name',
  role: 'p.role',
  email: 'p.email',
  phone: 'p.phone',
  phoneE164: 'p.phone_e164',
  createdAt: 'p.created_at',
  updatedAt: 'p.updated_at',
  version: 'p.version',
});

const FIND = statement(
  'employers.find',
  `select ${EMPLOYER.select} from employers e where e.organization_id = $1 and e.id = $2`,
);

const FIND_BY_KEY = statement(
  'employers.find-by-key',
  `select ${EMPLOYER.select} from employers e where e.organization_id = $1 and e.search_key = $2`,
);

/** Waits for a transaction that writes the same name, and then writes nothing. */
const INSERT_IF_NEW = statement(
  'employers.insert-if-new',
  `insert into employers (organization_id, id, name, search_key, external_id, website, note) values ($1, $2, $3, $4, $5, $6, $7)
   on conflict do nothing`,
);

const LIST = new List<EmployerView, EmployerQueryParams>({
  name: 'employers.list',
  item: EMPLOYER,
  from: 'from employers e where e.organization_id = $1',
  filters: {
    search: begins('e.search_key'),
    externalId: is('e.external_id'),
    updatedAfter: changedAfter('e.updated_at'),
  },
  sorts: {
    name: { 'e.search_key': 'text' },
    updatedAt: { 'e.updated_at': 'timestamptz', 'e.id': 'uuid' },
  },
  by: 'name',
});

const WITH_EMPLOYER =
  'from employer_contacts p join employers e on e.organization_id = p.organization_id and e.id = p.employer_id';

const CONTACTS = new List<ContactView, ContactQueryParams>({
  name: 'employers.contacts',
  item: CONTACT,
  from: `${WITH_EMPLOYER} where p.organization_id = $1 and p.employer_id = $2 and ${thatStand('p')}`,
  filters: { updatedAfter: changedAfter('p.updated_at') },
  sorts: { createdAt: { 'p.id': 'uuid' } },
  by: 'createdAt',
});

const contactThat = (name: string, which: string, lock = '') =>
  statement(
    `employers.${name}`,
    `select ${CONTACT.select} ${WITH_EMPLOYER}
      where p.organization_id = $1 and p.employer_id = $2 and p.id = $3 and ${which} ${lock}`,
  );
const FIND_CONTACT = contactThat('find-contact', thatStand('p'));
const LOCK_CONTACT = contactThat('lock-contact', thatStand('p'), 'for update of p');
const LOCK_DELETED_CONTACT = contactThat('lock-deleted-contact', thatCanComeBack('p'), 'for update of p');

const WITH_EXTERNAL_ID = statement(
  'employers.with-external-id',
  'select id from employers where organization_id = $1 and external_id = $2',
);

@Injectable()
export class EmployersRepository {
  /** By name. `search` is a key to find by (`searchKey`). */
  list(tx: Tx, query: EmployerQueryParams): Promise<Slice<EmployerView>> {
    return LIST.read(tx, query);
  }

  async find(tx: Tx, id: string): Promise<EmployerView | null> {
    return EMPLOYER.read(await tx.row(FIND, [tx.organizationId, id]));
  }

  async findByKey(tx: Tx, searchKey: string): Promise<EmployerView | null> {
    return EMPLOYER.read(await tx.row(FIND_BY_KEY, [tx.organizationId, searchKey]));
  }

  /** False when an employer of this key, or with this id of another system, is there already. */
  async insertIfNew(
    tx: WriteTx,
    row: Pick<EmployerEntity, 'id' | 'name' | 'searchKey' | 'externalId' | 'website' | 'note'>,
  ): Promise<boolean> {
    const values = [tx.organizationId, row.id, row.name, row.searchKey, row.externalId, row.website, row.note];
    return (await tx.run(INSERT_IF_NEW, values)) === 1;
  }

  /** Of two that take the same name or id at once, the second is refused as if it had looked later. */
  change(tx: WriteTx, id: string, version: number, patch: Partial<EmployerEntity>): void {
    tx.change(EmployerEntity, id, version, patch, {
      employers_search_key_key: () => nameTaken(),
      employers_external_id_key: () => externalIdTaken(),
    });
  }

  /** The employer as changed: the last question of a transaction. Throws 404. */
  async last(tx: WriteTx, id: string): Promise<EmployerView> {
    return EMPLOYER.read(await tx.last(FIND, [tx.organizationId, id]));
  }

  contacts(tx: Tx, employerId: string, query: ContactQueryParams): Promise<Slice<ContactView>> {
    return CONTACTS.read(tx, query, [employerId]);
  }

  insertContact(tx: WriteTx, row: Partial<EmployerContactEntity>): Promise<void> {
    return tx.insert(EmployerContactEntity, row);
  }

  async findContact(tx: Tx, employerId: string, id: string): Promise<ContactView | null> {
    return CONTACT.read(await tx.row(FIND_CONTACT, [tx.organizationId, employerId, id]));
  }

  /** The contact as changed: the last question of a transaction. Throws 404. */
  async lastContact(tx: WriteTx, employerId: string, id: string): Promise<ContactView> {
    return CONTACT.read(await tx.last(FIND_CONTACT, [tx.organizationId, employerId, id]));
  }

  async lockContact(tx: WriteTx, employerId: string, id: string): Promise<ContactView | null> {
    return CONTACT.read(await tx.row(LOCK_CONTACT, [tx.organizationId, employerId, id]));
  }

  /** One that was deleted and can still be brought back. */
  async lockDeletedContact(tx: WriteTx, employerId: string, id: string): Promise<ContactView | null> {
    return CONTACT.read(await tx.row(LOCK_DELETED_CONTACT, [tx.organizationId, employerId, id]));
  }

  changeContact(tx: WriteTx, id: string, version: number, patch: Partial<EmployerContactEntity>): void {
    tx.change(EmployerContactEntity, id, version, patch);
  }

  /** Who has this id of another system. */
  async withExternalId(tx: Tx, externalId: string): Promise<string | null> {
    return (await tx.row<{ id: string }>(WITH_EXTERNAL_ID, [tx.organizationId, externalId]))?.id ?? null;
  }
}
