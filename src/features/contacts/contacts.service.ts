import { Injectable } from '@nestjs/common';
import { sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { ContactsRepository } from './contacts.repository.js';
import type { ContactAnswer, ContactQueryParams } from './contacts.schemas.js';

/** People that clients met. */
@Injectable()
export class ContactsService {
  constructor(
    private readonly database: Database,
    private readonly clients: ClientsDoor,
    private readonly repository: ContactsRepository,
    private readonly looks: Looks,
  ) {}

  /** Newest first. Throws 404 for a client out of sight. */
  list(actor: StaffActor, clientId: string, query: ContactQueryParams): Promise<Slice<ContactAnswer>> {
    return this.database.read(actor, async (tx) => {
      await this.clients.get(tx, actor, 'contact.read', clientId);
      const page = await this.repository.list(tx, sight(actor, 'contact.read'), clientId, query);
      await this.looks.record(tx, { name: 'contact.seen', subjectId: clientId, clientId });
      return page;
    });
  }
}
