import type { StaffActor } from '../../access/actor.js';
import { statement } from '../../platform/database/statement.js';
import type { Step } from '../../platform/database/wire/one-trip.js';

const CHECK = statement(
  'identity.standing',
  `select o.time_zone, o.locale, uuidv7() as first_id
     from sessions s
     join users u on u.organization_id = s.organization_id and u.id = s.subject_id
     join organizations o on o.id = s.organization_id
    where s.organization_id = $1 and s.id = $2 and s.subject_id = $3 and s.ended_at is null and s.expires_at > now()
      and u.suspended_at is null and u.role = $4`,
);

/** A member of staff may enter while the session runs, the account is not suspended, and the role is that of the token. */
export const standingOfStaff = (actor: StaffActor): Step => ({
  statement: CHECK,
  values: [actor.organizationId, actor.sessionId, actor.userId, actor.role],
});
