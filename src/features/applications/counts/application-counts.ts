import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { eachAlone } from '../../../platform/jobs/each-alone.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ApplicationCountsRepository, type WrongCount } from './application-counts.repository.js';

/**
 * Keeps the counts of applications that reports read. They are exact whether or not this runs: the jobs only keep them
 * short. Comparing and mending are for the operator, who looks whether that is true.
 */
@Injectable()
export class ApplicationCounts {
  private readonly log = new Logger(ApplicationCounts.name);

  constructor(
    private readonly database: Database,
    private readonly repository: ApplicationCountsRepository,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'applications.fold-counts', cron: '* * * * *', run: () => this.fold() });
    jobs.add({ name: 'applications.count-out', cron: '23 4 * * *', run: () => this.countOut() });
  }

  /** Adds all deltas to the counts, piece by piece. */
  async fold(): Promise<void> {
    for (let folded = 1; folded > 0; ) {
      folded = await this.database.acrossOrganizations('fold counts', (tx) => this.repository.fold(tx));
    }
  }

  /** Once a day: who was deleted longer ago than can be undone need not be taken off at each reading. */
  async countOut(): Promise<void> {
    await eachAlone(
      this.log,
      await this.organizations(),
      (id) => `counting out in ${id}`,
      (id) => this.database.asSystem(id, 'count out deleted clients', (tx) => this.repository.countOut(tx)),
    );
  }

  organizations(): Promise<string[]> {
    return this.database.acrossOrganizations('whose applications are counted', async (tx) =>
      (await this.repository.organizations(tx)).map(({ id }) => id),
    );
  }

  /** Every count of an organization that is not what its applications say. None is right. */
  differences(organizationId: string): Promise<WrongCount[]> {
    return this.database.asSystem(organizationId, 'compare counts', (tx) => this.repository.differences(tx));
  }

  /** Sets them right while everybody works on; answers how many were wrong. */
  mend(organizationId: string): Promise<number> {
    return this.database.asSystem(organizationId, 'mend counts', (tx) => this.repository.mend(tx));
  }
}
