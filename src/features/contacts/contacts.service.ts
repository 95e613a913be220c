import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { COME_BACK, ContactsRepository } from './contacts.repository.js';
import type { ContactQueryParams, ContactView } from './contacts.schemas.js';

/** People that clients met. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsDoor,
    private readonly repository: ContactsRepository,
    private readonly looks: Looks,
    private readonly ledger: Ledger,
  ) {
    ledger.comesBack('contacts', COME_BACK);
  }

  /** Newest first. Throws 404 for a client out of sight. */
  list(actor: StaffActor, clientId: string, query: ContactQueryParams): Promise<Slice<ContactView>> {
    return this.database.read(actor, async (tx) => {
      await this.clients.get(tx, actor, 'contact.read', clientId);
      const slice = await this.repository.list(tx, sight(actor, 'contact.read'), clientId, query);
      await this.looks.record(tx, { name: 'contact.seen', subjectId: clientId, clientId });
      return slice;
    });
  }

  get(actor: StaffActor, id: string): Promise<ContactView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.repository.find(tx, sight(actor, 'contact.read'), id);
      const contact = admitted(actor, 'contact.read', found);
      await this.looks.record(tx, { name: 'contact.seen', subjectId: id, clientId: contact.client.id });
      return contact;
    });
  }

  /** Out of the list; can be undone for 30 days. What the client wrote in the checklist stays there. */
  async delete(actor: StaffActor, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const found = await this.repository.lock(tx, sight(actor, 'contact.read'), id);
      const { client } = admitted(actor, 'contact.delete', found, version);
      this.repository.change(tx, id, version, { deletedAt: tx.now.toISOString() });
      await this.ledger.record(tx, { name: 'contact.deleted', subjectId: id, clientId: client.id });
    });
  }

  /** What is back already stays as it is. Throws 404 after 30 days. */
  restore(actor: StaffActor, id: string): Promise<ContactView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'contact.read'), id);
      const stands = found ? null : await this.repository.find(tx, sight(actor, 'contact.read'), id);
      const { client, version } = admitted(actor, 'contact.delete', found ?? stands);
      if (stands) {
        await this.looks.record(tx, { name: 'contact.seen', subjectId: id, clientId: client.id });
        return stands;
      }
      this.repository.change(tx, id, version, { deletedAt: null });
      await this.ledger.record(tx, { name: 'contact.restored', subjectId: id, clientId: client.id });
      return this.repository.last(tx, id);
    });
  }
}
