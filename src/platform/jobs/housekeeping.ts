import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { SWEEP_REPEATS } from '../database/wire/repeats.js';
import { Jobs } from './jobs.js';

/**
 * What has served its time goes once an hour, over all organizations, under the gate role. Whoever owns a table hands in
 * the sweep of it; what may be much goes in pieces.
 */
@Injectable()
export class Housekeeping {
  private readonly sweeps: Statement[] = [SWEEP_REPEATS];

  constructor(
    private readonly database: Database,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'housekeeping.sweep', cron: '17 * * * *', run: () => this.sweep() });
  }

  /** Sweeps run in the order they came in. */
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
