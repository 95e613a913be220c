import type { QueryResultRow } from 'pg';
import type { Actor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { statement } from '../statement.js';
import type { Step } from './one-trip.js';

/*
 * The first statements of every trip: they put the tenant on the connection for this transaction, and prove that
 * the actor is still who the token says. So a sign-out, suspension or change of role holds from the next request on,
 * on every replica, at the price of one look-up by key and no round trip of its own.
 */

const SET_TENANT = statement(
  'database.set-tenant',
  `select set_config('app.organization_id', $1, true), set_config('app.user_id', $2, true)`,
);

/** What the check tells about the place of the actor. */
export interface Standing {
  readonly time_zone: string;
  readonly locale: string;
  /** An id from the database's clock. */
  readonly first_id: string;
}

/**
 * Who may enter, for each kind of actor: the statement that gives one row while the actor still is who the token says,
 * and none when not any more. Handed in by the rooms that own these tables.
 */
export type Standings = {
  readonly [Kind in Actor['kind']]: (actor: Extract<Actor, { kind: Kind }>) => Step;
};

/** The place of an actor who may enter. Throws 401 `auth.session-ended` for one who may not (any more). */
export function mustStand(standing: readonly QueryResultRow[] | undefined): Standing {
  const place = standing?.[0] as Standing | undefined;
  if (!place) throw new AppError('unauthenticated', 'auth.session-ended');
  return place;
}

/** The tenant alone, for a trip whose actor was checked before. */
export const inOrganization = (organizationId: string): Step => ({
  statement: SET_TENANT,
  values: [organizationId, ''],
});

/** Sets the tenant, then asks for the actor's standing. No row from the second: the actor may not enter. */
export function entry(standings: Standings, actor: Actor): [Step, Step] {
  const userId = actor.kind === 'staff' ? actor.userId : '';
  return [{ statement: SET_TENANT, values: [actor.organizationId, userId] }, check(standings, actor)];
}

function check(standings: Standings, actor: Actor): Step {
  switch (actor.kind) {
    case 'staff':
      return standings.staff(actor);
    case 'client':
      return standings.client(actor);
    case 'system':
      return standings.system(actor);
  }
}
