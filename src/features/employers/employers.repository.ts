import { Injectable } from '@nestjs/common';
import { isDuplicate } from '../../platform/database/database-errors.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { EmployerEntity } from './employer.entity.js';
import { EmployerContactEntity } from './employer-contact.entity.js';
import type { ContactAnswer, ContactQueryParams, EmployerAnswer, EmployerQueryParams } from './employers.schemas.js';

const COLUMNS = `e.id, e.name, e.website, e.note, e.created_at as "createdAt", e.updated_at as "updatedAt", e.version`;

const FIND = statement(
  'employers.find',
  `select ${COLUMNS} from employers e where e.organization_id = $1 and e.id = $2`,
);

const FIND_BY_KEY = statement(
  'employers.find-by-key',
  `select ${COLUMNS} from employers e where e.organization_id = $1 and e.search_key = $2`,
);

/** Waits for a transaction that writes the same name, and then writes nothing. */
const INSERT_IF_NEW = statement(
  'employers.insert-if-new',
  `insert into employers (organization_id, id, name, search_key, website, note) values ($1, $2, $3, $4, $5, $6)
   on conflict (organization_id, search_key) do nothing`,
);

const list = (name: string, filter: string, parameters: number): JsonListStatements =>
  new JsonListStatements({
    name: `employers.${name}`,
    item: `'id', e.id, 'name', e.name, 'website', e.website, 'note', e.note,
           'createdAt', ${jsonInstant('e.created_at')}, 'updatedAt', ${jsonInstant('e.updated_at')}, 'version', e.version`,
    from: `from employers e where e.organization_id = $1 ${filter}`,
    keys: ['e.search_key'],
    keyTypes: ['text'],
    direction: 'asc',
    parameters,
  });

const LIST = list('list', '', 1);
/** A prefix as a range of the unique key: comparisons of text are leakproof, so its index serves them. */
const SEARCH = list('search', 'and e.search_key >= $2 and e.search_key < $3', 3);

const CONTACTS = new JsonListStatements({
  name: 'employers.contacts',
  item: `'id', p.id, 'employerId', p.employer_id, 'name', p.name, 'role', p.role, 'email', p.email, 'phone', p.phone,
         'createdAt', ${jsonInstant('p.created_at')}, 'version', p.version`,
  from: 'from employer_contacts p where p.organization_id = $1 and p.employer_id = $2',
  keys: ['p.id'],
  keyTypes: ['uuid'],
  direction: 'asc',
  parameters: 2,
});

const FIND_CONTACT = statement(
  'employers.find-contact',
  `select p.id, p.employer_id as "employerId", p.name, p.role, p.email, p.phone, p.created_at as "createdAt", p.version
     from employer_contacts p where p.organization_id = $1 and p.id = $2`,
);

@Injectable()
export class EmployersRepository {
  /** One page as JSON text, by name. */
  list(tx: Tx, query: EmployerQueryParams, searchFrom: string | null): Promise<string> {
    if (searchFrom === null) return LIST.read(tx, [tx.organizationId], query, []);
    return SEARCH.read(tx, [tx.organizationId, searchFrom, `${searchFrom}\u{10ffff}`], query, [searchFrom]);
  }

  find(tx: Tx, id: string): Promise<EmployerAnswer | null> {
    return tx.row<EmployerAnswer>(FIND, [tx.organizationId, id]);
  }

  findByKey(tx: Tx, searchKey: string): Promise<EmployerAnswer | null> {
    return tx.row<EmployerAnswer>(FIND_BY_KEY, [tx.organizationId, searchKey]);
  }

  /** False when an employer of this key is there already. */
  async insertIfNew(
    tx: WriteTx,
    row: { id: string; name: string; searchKey: string; website: string | null; note: string | null },
  ): Promise<boolean> {
    const values = [tx.organizationId, row.id, row.name, row.searchKey, row.website, row.note];
    return (await tx.run(INSERT_IF_NEW, values)) === 1;
  }

  /** `name-taken` when another employer has the new name; the transaction is then of no more use. */
  async update(
    tx: WriteTx,
    id: string,
    version: number,
    patch: Partial<EmployerEntity>,
  ): Promise<'done' | 'stale' | 'name-taken'> {
    try {
      return (await tx.update(EmployerEntity, id, version, patch)) ? 'done' : 'stale';
    } catch (error) {
      if (isDuplicate(error, 'employers_search_key_key')) return 'name-taken';
      throw error;
    }
  }

  contacts(tx: Tx, employerId: string, query: ContactQueryParams): Promise<string> {
    return CONTACTS.read(tx, [tx.organizationId, employerId], query, [employerId]);
  }

  insertContact(tx: WriteTx, row: Partial<EmployerContactEntity>): Promise<void> {
    return tx.insert(EmployerContactEntity, row);
  }

  findContact(tx: Tx, id: string): Promise<ContactAnswer | null> {
    return tx.row<ContactAnswer>(FIND_CONTACT, [tx.organizationId, id]);
  }
}
