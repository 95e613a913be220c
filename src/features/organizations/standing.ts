import type { SystemActor } from '../../access/actor.js';
import { statement } from '../../platform/database/statement.js';
import type { Step } from '../../platform/database/wire/one-trip.js';

const FIND = statement(
  'organizations.standing',
  'select time_zone, locale, uuidv7() as first_id from organizations where id = $1',
);

const FOUND = statement(
  'organizations.found',
  `insert into organizations (id, name, time_zone, locale) values ($1, $2, $3, $4)
   returning time_zone, locale, uuidv7() as first_id`,
);

/** The worker and the command line may enter every organization that exists, or that begins with their transaction. */
export function standingOfSystem({ organizationId, founds }: SystemActor): Step {
  if (!founds) return { statement: FIND, values: [organizationId] };
  return { statement: FOUND, values: [organizationId, founds.name, founds.timeZone, founds.locale] };
}
