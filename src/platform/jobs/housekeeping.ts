import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Statement, statement } from '../database/statement.js';
import { Jobs } from './jobs.js';

/** What has served its time among the platform's own tables: old answers to repeats, counters of past windows. */
const OWN: readonly Statement[] = [
  statement('housekeeping.repeats', `delete from idempotency_keys where created_at < now() - interval '24 hours'`),
  statement('housekeeping.counters', 'delete from request_counters where window_ends_at < now()'),
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
    for (const of of this.sweeps) await this.database.acrossOrganizations('housekeeping', (tx) => tx.run(of, []));
  }
}
