import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { Jobs } from '../jobs/jobs.js';

const AHEAD = statement('ledger.partitions', 'select ledger_partitions_ahead() as made');

/**
 * Keeps the ledger's partitions a year ahead. The roles that serve cannot make tables: the function is the owner's (see
 * the migration), and the gate role may call it. A quarter without a partition goes into the default one.
 */
@Injectable()
export class LedgerPartitions {
  constructor(
    private readonly database: Database,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'ledger.partitions', cron: '41 3 * * *', run: async () => void (await this.ahead()) });
  }

  /** Answers how many were missing and are made now. */
  async ahead(): Promise<number> {
    const row = await this.database.acrossOrganizations('make partitions ahead', (tx) =>
      tx.row<{ made: number }>(AHEAD, []),
    );
    return row?.made ?? 0;
  }
}
