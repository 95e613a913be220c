import { standingOfClient } from '../features/client-links/standing.js';
import { standingOfStaff } from '../features/identity/standing.js';
import { standingOfSystem } from '../features/organizations/standing.js';
import type { Standings } from '../platform/database/wire/entry.js';

/** Who may enter, asked with each trip to the database: each kind of actor by the room that knows it. */
export const standings: Standings = { staff: standingOfStaff, client: standingOfClient, system: standingOfSystem };
