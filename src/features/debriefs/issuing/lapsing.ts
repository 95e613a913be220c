import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { DebriefIssuingRepository } from './issuing.repository.js';

/** Every quarter of an hour: what nobody answered in its three weeks lapses. Old wounds are not reopened. */
@Injectable()
export class DebriefLapsing {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefIssuingRepository,
    private readonly ledger: Ledger,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'debriefs.lapse', cron: '*/15 * * * *', run: () => this.lapse() });
  }

  /** Lapses what is due, each organization in its own transaction. */
  async lapse(): Promise<void> {
    const due = await this.database.acrossOrganizations('whose debriefs have lapsed', (tx) =>
      this.repository.organizationsWithLapsed(tx),
    );
    for (const { organizationId } of due) {
      await this.database.asSystem(organizationId, 'lapse debriefs', async (tx) => {
        for (const { id, clientId } of await this.repository.lapse(tx)) {
          await this.ledger.record(tx, { name: 'debrief.lapsed', subjectId: id, clientId });
        }
      });
    }
  }
}
