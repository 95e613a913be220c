import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { Jobs } from './jobs.js';

/**
 * What has served its time: old answers to repeats, counters of past windows, sessions that ended and deliveries that
 * were done a month ago. Parked deliveries wait for a person. What may be much goes in pieces, each statement a short one.
 */
const SWEEPS = [
  statement('housekeeping.repeats', `delete from idempotency_keys where created_at < now() - interval '24 hours'`),
  statement('housekeeping.counters', 'delete from request_counters where window_ends_at < now()'),
  statement(
    'housekeeping.refresh-tokens',
    `delete from refresh_tokens t using sessions s
      where s.organization_id = t.organization_id and s.id = t.session_id
        and coalesce(s.ended_at, s.expires_at) < now() - interval '30 days'`,
  ),
  statement(
    'housekeeping.sessions',
    `delete from sessions where coalesce(ended_at, expires_at) < now() - interval '30 days'`,
  ),
  statement(
    'housekeeping.deliveries',
    `delete from deliveries d using (
        select organization_id, line_id, consumer from deliveries
         where state = 'done' and done_at < now() - interval '30 days' limit 5000 for update skip locked) old
      where d.organization_id = old.organization_id and d.line_id = old.line_id and d.consumer = old.consumer`,
  ),
  statement(
    'housekeeping.client-sessions',
    `delete from client_sessions where coalesce(ended_at, expires_at) < now() - interval '30 days'`,
  ),
];

/** Sweeps once an hour, over all organizations, under the gate role. */
@Injectable()
export class Housekeeping {
  constructor(
    private readonly database: Database,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'housekeeping.sweep', cron: '17 * * * *', run: () => this.sweep() });
  }

  async sweep(): Promise<void> {
    for (const of of SWEEPS) {
      for (let swept = 1; swept > 0; ) {
        swept = await this.database.acrossOrganizations('housekeeping', (tx) => tx.run(of, []));
      }
    }
  }
}
