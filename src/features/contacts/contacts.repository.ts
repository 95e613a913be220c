import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import type { ContactQueryParams } from './contacts.schemas.js';

const INSERT = statement(
  'contacts.insert',
  `insert into network_contacts (organization_id, client_id, debrief_id, name, role, reached_at, met_on)
   select $1, $2, $3, name, role, "reachedAt", "metOn"
     from jsonb_to_recordset($4::jsonb) as given(name text, role text, "reachedAt" text, "metOn" date)`,
);

const LIST = bySight(
  (reach) =>
    new JsonListStatements({
      name: `contacts.list.${reach}`,
      item: `'id', n.id, 'name', n.name, 'role', n.role, 'reachedAt', n.reached_at, 'metOn', n.met_on,
             'debriefId', n.debrief_id, 'createdAt', ${jsonInstant('n.created_at')}`,
      from: `from network_contacts n
             join clients c on c.organization_id = n.organization_id and c.id = n.client_id
            where n.organization_id = $1 and n.client_id = $2 and ${clientSight(reach, 'c')}`,
      keys: ['n.id'],
      keyTypes: ['uuid'],
      direction: 'desc',
      parameters: 2,
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

  /** One page as JSON text, newest first. */
  list(tx: Tx, reach: Reach, clientId: string, query: ContactQueryParams): Promise<string> {
    return LIST[reach].read(tx, [tx.organizationId, clientId], query, [clientId]);
  }
}
