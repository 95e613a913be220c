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
  'entry.set-tenant',
  `select set_config('app.organization_id', $1, true), set_config('app.user_id', $2, true)`,
);

const CHECK_STAFF = statement(
  'entry.check-staff',
  `select o.time_zone, o.locale, uuidv7() as first_id
     from sessions s
     join users u on u.organization_id = s.organization_id and u.id = s.user_id
     join organizations o on o.id = s.organization_id
    where s.organization_id = $1 and s.id = $2 and s.user_id = $3 and s.ended_at is null and s.expires_at > now()
      and u.suspended_at is null and u.role = $4`,
);

const CHECK_CLIENT = statement(
  'entry.check-client',
  `select o.time_zone, o.locale, uuidv7() as first_id
     from client_sessions s
     join organizations o on o.id = s.organization_id
    where s.organization_id = $1 and s.id = $2 and s.debrief_id = $3 and s.ended_at is null and s.expires_at > now()`,
);

const FIND_ORGANIZATION = statement(
  'entry.find-organization',
  'select time_zone, locale, uuidv7() as first_id from organizations where id = $1',
);

/** What the check tells about the place of the actor. */
export interface Standing {
  readonly time_zone: string;
  readonly locale: string;
  /** An id from the database's clock. */
  readonly first_id: string;
}

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
export function entry(actor: Actor): [Step, Step] {
  const userId = actor.kind === 'staff' ? actor.userId : '';
  return [{ statement: SET_TENANT, values: [actor.organizationId, userId] }, check(actor)];
}

function check(actor: Actor): Step {
  switch (actor.kind) {
    case 'staff':
      return { statement: CHECK_STAFF, values: [actor.organizationId, actor.sessionId, actor.userId, actor.role] };
    case 'client':
      return { statement: CHECK_CLIENT, values: [actor.organizationId, actor.sessionId, actor.debriefId] };
    case 'system':
      return { statement: FIND_ORGANIZATION, values: [actor.organizationId] };
  }
}
