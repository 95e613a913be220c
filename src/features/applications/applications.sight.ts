import type { Reach } from '../../access/policy.js';
import { clientSight } from '../clients/clients.sight.js';

/** Which applications an actor sees: those of the clients in sight that are not deleted. Takes the aliases of both. */
export const applicationSight = (reach: Reach, application: string, client: string): string =>
  `${clientSight(reach, client)} and ${application}.deleted_at is null`;
