import type { ClientActor } from '../../access/actor.js';
import { statement } from '../../platform/database/statement.js';
import type { Step } from '../../platform/database/wire/one-trip.js';

const CHECK = statement(
  'client-links.standing',
  `select o.time_zone, o.locale, uuidv7() as first_id
     from client_sessions s
     join organizations o on o.id = s.organization_id
    where s.organization_id = $1 and s.id = $2 and s.subject_kind = $3 and s.subject_id = $4
      and s.ended_at is null and s.expires_at > now()`,
);

/** A client may enter while the visit lasts, and only for the one thing that was opened. */
export const standingOfClient = ({ organizationId, sessionId, opened }: ClientActor): Step => ({
  statement: CHECK,
  values: [organizationId, sessionId, opened.kind, opened.id],
});
