import { Injectable } from '@nestjs/common';
import { admitted, require } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { withE164 } from '../../kernel/phones.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import type { EmployerEntity } from './employer.entity.js';
import { EmployersRepository } from './employers.repository.js';
import { employerExists, employerKey, employerSearchKey, externalIdTaken, nameTaken } from './employers.rules.js';
import type {
  ContactQueryParams,
  ContactView,
  EmployerPatchBody,
  EmployerQueryParams,
  EmployerView,
  NewContactBody,
  NewEmployerBody,
} from './employers.schemas.js';

/** The employers, shared by all coaches of the organization. Not about a client, so looks are not recorded. */
@Injectable()
export class EmployersService {
  constructor(
    private readonly database: Database,
    private readonly repository: EmployersRepository,
    private readonly ledger: Ledger,
  ) {}

  /** The employers (or, with a search, those whose name begins so). */
  list(actor: StaffActor, query: EmployerQueryParams): Promise<Slice<EmployerView>> {
    const asked = query.search === undefined ? query : { ...query, search: employerSearchKey(query.search) };
    return this.database.read(actor, (tx) => this.repository.list(tx, asked));
  }

  get(actor: StaffActor, id: string): Promise<EmployerView> {
    return this.database.read(actor, (tx) => this.load(tx, id));
  }

  /** A new employer. Throws 409 `employer.exists`, which names the one with this name that is there. */
  create(actor: StaffActor, body: NewEmployerBody): Promise<EmployerView> {
    return this.database.write(actor, async (tx) => {
      const { employer, isNew } = await this.findOrCreate(tx, body);
      if (!isNew) throw employerExists(employer.id);
      return employer;
    });
  }

  /** The employer of this name, made when it is not there. Two at once get the same one. */
  async findOrCreate(tx: WriteTx, body: NewEmployerBody): Promise<{ employer: EmployerView; isNew: boolean }> {
    require(tx.actor, 'employer.create', {});
    const key = employerKey(body.name);
    const id = newId();
    const { name, externalId = null, website = null, note = null } = body;
    const known = await this.repository.findByKey(tx, key);
    if (known) return { employer: known, isNew: false };
    await this.requireFree(tx, externalId);
    const isNew = await this.repository.insertIfNew(tx, { id, name, searchKey: key, externalId, website, note });
    if (isNew) await this.ledger.record(tx, { name: 'employer.created', subjectId: id });
    const employer = await this.repository.findByKey(tx, key);
    // Another one took the id at the same moment.
    if (!employer) await this.requireFree(tx, externalId);
    if (!employer) throw notFound();
    return { employer, isNew };
  }

  /** Throws 409 `employer.name-taken` for the name of another employer. */
  change(actor: StaffActor, id: string, version: number, patch: EmployerPatchBody): Promise<EmployerView> {
    return this.database.write(actor, async (tx) => {
      const employer = admitted(actor, 'employer.change', await this.repository.find(tx, id), version);
      const fields = changesOf(employer, patch);
      if (!fields) return employer;
      const changes = { ...fields } as Partial<EmployerEntity>;
      await this.requireFree(tx, fields.externalId);
      if (patch.name !== undefined) {
        changes.searchKey = employerKey(patch.name);
        const other = await this.repository.findByKey(tx, changes.searchKey);
        if (other && other.id !== id) throw nameTaken(other.id);
      }
      this.repository.change(tx, id, version, changes);
      await this.ledger.record(tx, {
        name: 'employer.changed',
        subjectId: id,
        payload: { fields: Object.keys(fields) },
      });
      return this.repository.last(tx, id);
    });
  }

  /** The people of an employer. */
  contacts(actor: StaffActor, id: string, query: ContactQueryParams): Promise<Slice<ContactView>> {
    return this.database.read(actor, async (tx) => {
      await this.load(tx, id);
      return this.repository.contacts(tx, id, query);
    });
  }

  contact(actor: StaffActor, employerId: string, id: string): Promise<ContactView> {
    return this.database.read(actor, async (tx) => {
      return admitted(actor, 'employer.read', await this.repository.findContact(tx, employerId, id));
    });
  }

  addContact(actor: StaffActor, employerId: string, body: NewContactBody): Promise<ContactView> {
    return this.database.write(actor, async (tx) => {
      admitted(actor, 'employer.change', await this.repository.find(tx, employerId));
      const id = newId();
      const { name, role = null, email = null, phone = null } = body;
      await this.repository.insertContact(tx, withE164({ id, employerId, name, role, email, phone }));
      const payload = { contactId: id };
      await this.ledger.record(tx, { name: 'employer.contact-added', subjectId: employerId, payload });
      return this.repository.lastContact(tx, employerId, id);
    });
  }

  /** Out of the list; can be undone for 30 days. */
  async deleteContact(actor: StaffActor, employerId: string, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const found = await this.repository.lockContact(tx, employerId, id);
      admitted(actor, 'employer-contact.delete', found, version);
      this.repository.changeContact(tx, id, version, { deletedAt: tx.now.toISOString() });
      const payload = { contactId: id };
      await this.ledger.record(tx, { name: 'employer.contact-deleted', subjectId: employerId, payload });
    });
  }

  /** Who is back already stays as they are. Throws 404 after 30 days. */
  restoreContact(actor: StaffActor, employerId: string, id: string): Promise<ContactView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeletedContact(tx, employerId, id);
      const stands = found ? null : await this.repository.findContact(tx, employerId, id);
      const { version } = admitted(actor, 'employer-contact.delete', found ?? stands);
      if (stands) return stands;
      this.repository.changeContact(tx, id, version, { deletedAt: null });
      const payload = { contactId: id };
      await this.ledger.record(tx, { name: 'employer.contact-restored', subjectId: employerId, payload });
      return this.repository.lastContact(tx, employerId, id);
    });
  }

  /** Throws 409 `employer.external-id-taken`, which names the one that has it. */
  private async requireFree(tx: WriteTx, externalId: string | null | undefined): Promise<void> {
    const id = externalId ? await this.repository.withExternalId(tx, externalId) : null;
    if (id !== null) throw externalIdTaken(id);
  }

  private async load(tx: Tx, id: string): Promise<EmployerView> {
    return admitted(tx.actor, 'employer.read', await this.repository.find(tx, id));
  }
}
