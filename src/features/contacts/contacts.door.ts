import { Injectable } from '@nestjs/common';
import type { WriteTx } from '../../platform/database/tx.js';
import { ContactsRepository, type NewContact } from './contacts.repository.js';

/** What other rooms may do with the network of a client. */
@Injectable()
export class ContactsDoor {
  constructor(private readonly repository: ContactsRepository) {}

  /** Keeps people the client met and shares with the staff. Whom the client keeps private never comes here. */
  async insert(
    tx: WriteTx,
    of: { clientId: string; debriefId: string },
    contacts: readonly NewContact[],
  ): Promise<void> {
    if (contacts.length > 0) await this.repository.insert(tx, of, contacts);
  }
}
