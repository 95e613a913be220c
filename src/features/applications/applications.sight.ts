import type { Reach } from '../../access/policy.js';
import { clientSight, clientStands } from '../clients/clients.sight.js';

/** Which applications an actor sees: those of the clients in sight that are not deleted. Takes the aliases of both. */
export const applicationSight = (reach: Reach, application: string, client: string): string =>
  `${clientSight(reach, client)} and ${application}.deleted_at is null`;

/** The same for a whole organization, by the few that are deleted: for counts over rows that name their application and client. */
export const applicationStands = (row: string): string =>
  `${clientStands(row)}
   and not exists (select from applications gone where gone.organization_id = ${row}.organization_id
                      and gone.id = ${row}.application_id and gone.deleted_at is not null)`;
