import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { compares } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import type { ContactAnswer, ContactQueryParams } from './contacts.schemas.js';

const INSERT = statement(
  'contacts.insert',
  `insert into network_contacts (organization_id, client_id, debrief_id, name, role, reached_at, met_on)
   select $1, $2, $3, name, role, "reachedAt", "metOn"
     from jsonb_to_recordset($4::jsonb) as given(name text, role text, "reachedAt" text, "metOn" date)`,
);

const CONTACT = projection<ContactAnswer>({
  id: 'n.id',
  name: 'n.name',
  role: 'n.role',
  reachedAt: 'n.reached_at',
  metOn: 'n.met_on',
  debriefId: 'n.debrief_id',
  createdAt: 'n.created_at',
});

const LIST = bySight(
  (reach) =>
    new List<ContactAnswer, ContactQueryParams>({
      name: `contacts.list.${reach}`,
      item: CONTACT,
      from: `from network_contacts n
             join clients c on c.organization_id = n.organization_id and c.id = n.client_id
            where n.organization_id = $1 and n.client_id = $2 and ${clientSight(reach, 'c')}`,
      filters: { updatedAfter: compares('n.created_at', '>') },
      sorts: { createdAt: { 'n.id': 'uuid' } },
      by: '-createdAt',
    }),
);

/** A person the client met, as they told it. */
export interface NewContact {
  name: string;
  role: string | null;
  reachedAt: string | null;
  metOn: string | null;
}

@Injectable()
export class ContactsRepository {
  async insert(
    tx: WriteTx,
    of: { clientId: string; debriefId: string },
    contacts: readonly NewContact[],
  ): Promise<void> {
    await tx.run(INSERT, [tx.organizationId, of.clientId, of.debriefId, JSON.stringify(contacts)]);
  }

  /** Newest first. */
  list(tx: Tx, reach: Reach, clientId: string, query: ContactQueryParams): Promise<Slice<ContactAnswer>> {
    return LIST[reach].read(tx, query, [clientId]);
  }
}
