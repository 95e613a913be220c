import type { SystemActor } from '../../access/actor.js';
import { statement } from '../../platform/database/statement.js';
import type { Step } from '../../platform/database/wire/one-trip.js';

const FIND = statement(
  'organizations.standing',
  'select time_zone, locale, uuidv7() as first_id from organizations where id = $1',
);

/** The worker and the command line may enter every organization that exists. */
export const standingOfSystem = (actor: SystemActor): Step => ({ statement: FIND, values: [actor.organizationId] });
