import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { SWEEP_REPEATS } from '../database/wire/repeats.js';
import { eachAlone } from './each-alone.js';
import { Jobs } from './jobs.js';

/**
 * What has served its time goes once an hour, over all organizations, under the gate role. Whoever owns a table hands in
 * the sweep of it, which takes some at a time (`sweepOf`) and is asked until nothing is left.
 */
@Injectable()
export class Housekeeping {
  private readonly log = new Logger(Housekeeping.name);
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

  /** Each sweep on its own: one that fails is logged and keeps no other from running. Throws when one failed. */
  async sweep(): Promise<void> {
    await eachAlone(
      this.log,
      this.sweeps,
      ({ name }) => name,
      (of) => this.run(of),
    );
  }

  private async run(of: Statement): Promise<void> {
    for (let swept = 1; swept > 0; ) {
      swept = await this.database.acrossOrganizations('housekeeping', (tx) => tx.run(of, []));
    }
  }
}
