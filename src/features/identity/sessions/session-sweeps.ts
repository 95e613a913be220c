import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import { Housekeeping } from '../../../platform/jobs/housekeeping.js';

const REFRESH_TOKENS = statement(
  'identity.sweep-refresh-tokens',
  `delete from refresh_tokens t using sessions s
    where s.organization_id = t.organization_id and s.id = t.session_id
      and coalesce(s.ended_at, s.expires_at) < now() - interval '30 days'`,
);

const SESSIONS = statement(
  'identity.sweep-sessions',
  `delete from sessions where coalesce(ended_at, expires_at) < now() - interval '30 days'`,
);

/** Sessions that ended a month ago go, their tokens first. */
@Injectable()
export class SessionSweeps {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(REFRESH_TOKENS);
    housekeeping.add(SESSIONS);
  }
}
