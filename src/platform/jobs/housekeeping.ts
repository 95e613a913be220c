import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Statement, statement } from '../database/statement.js';
import { Jobs } from './jobs.js';

/**
 * What has served its time among the platform's own tables: old answers to repeats, counters of past
 * windows, deliveries that were done a month ago. Parked deliveries wait for a person. What may be much goes in pieces.
 */
const OWN: readonly Statement[] = [
  statement('housekeeping.repeats', `delete from idempotency_keys where created_at < now() - interval '24 hours'`),
  statement('housekeeping.counters', 'delete from request_counters where window_ends_at < now()'),
  statement(
    'housekeeping.deliveries',
    `delete from deliveries d using (
        select organization_id, line_id, consumer from deliveries
         where state = 'done' and done_at < now() - interval '30 days' limit 5000 for update skip locked) old
      where d.organization_id = old.organization_id and d.line_id = old.line_id and d.consumer = old.consumer`,
  ),
];

/** Sweeps once an hour, over all organizations, under the gate role. */
@Injectable()
export class Housekeeping {
  private readonly sweeps = [...OWN];

  constructor(
    private readonly database: Database,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'housekeeping.sweep', cron: '17 * * * *', run: () => this.sweep() });
  }

  /** A room hands in a sweep of its own tables. Sweeps run in the order they came in. */
  add(sweep: Statement): void {
    this.sweeps.push(sweep);
  }

  async sweep(): Promise<void> {
    for (const of of this.sweeps) {
      for (let swept = 1; swept > 0; ) {
        swept = await this.database.acrossOrganizations('housekeeping', (tx) => tx.run(of, []));
      }
    }
  }
}
