import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../../platform/database/database.js';
import { eachAlone } from '../../../platform/jobs/each-alone.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { FollowUpsDoor } from '../../follow-ups/follow-ups.door.js';
import { stepsToBring } from '../debriefs.rules.js';
import { DebriefIssuingRepository } from './issuing.repository.js';

/** So many in one transaction: each has its own lines, and a transaction has its end. */
const LAPSED_AT_ONCE = 200;

/** Every quarter of an hour: what nobody answered in its three weeks lapses. Old wounds are not reopened. */
@Injectable()
export class DebriefLapsing {
  private readonly log = new Logger(DebriefLapsing.name);

  constructor(
    private readonly database: Database,
    private readonly repository: DebriefIssuingRepository,
    private readonly followUps: FollowUpsDoor,
    private readonly ledger: Ledger,
    jobs: Jobs,
  ) {
    jobs.add({ name: 'debriefs.lapse', cron: '*/15 * * * *', run: () => this.lapse() });
  }

  /** Lapses what is due, of each organization on its own. */
  async lapse(): Promise<void> {
    const due = await this.database.acrossOrganizations('whose debriefs have lapsed', (tx) =>
      this.repository.organizationsWithLapsed(tx),
    );
    const nameOf = ({ organizationId }: { organizationId: string }) => `lapsing in ${organizationId}`;
    await eachAlone(this.log, due, nameOf, async ({ organizationId }) => {
      for (let lapsed = LAPSED_AT_ONCE; lapsed === LAPSED_AT_ONCE; ) lapsed = await this.lapseSome(organizationId);
    });
  }

  /** With them goes what the coach was asked to do so that the page arrives. */
  private lapseSome(organizationId: string): Promise<number> {
    return this.database.asSystem(organizationId, 'lapse debriefs', async (tx) => {
      const lapsed = await this.repository.lapse(tx, LAPSED_AT_ONCE);
      for (const { id, clientId } of lapsed) {
        await this.ledger.record(tx, { name: 'debrief.lapsed', subjectId: id, clientId });
        await this.followUps.completeAbout(tx, { clientId, kinds: stepsToBring, about: { type: 'debrief', id } });
      }
      return lapsed.length;
    });
  }
}
