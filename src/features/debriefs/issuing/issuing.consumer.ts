import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/ids.js';
import { localeFor, sourceLocale } from '../../../platform/content/locales.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import type { LedgerLine } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { ApplicationsDoor } from '../../applications/applications.door.js';
import { InterviewsDoor } from '../../interviews/interviews.door.js';
import { DebriefLinks } from '../debrief-links.js';
import { isIssued, isNo, lapsesAt, variantFor } from '../debriefs.rules.js';
import { askableBarriers, factsOf } from './facts.rules.js';
import { DebriefIssuingRepository, type EndedApplication } from './issuing.repository.js';
import { recordOf } from './record.rules.js';

/**
 * Opens exactly one debrief for each "no", and withdraws it when the "no" is taken back. The row, its ledger line and the
 * mark that this line was handled are one transaction: a worker killed half-way leaves nothing, and a second try that
 * comes too late finds the unique key of the move. So does what comes back from a deletion: its "no" is looked at again,
 * because the worker may have come while it was away.
 */
@Injectable()
export class DebriefIssuingConsumer {
  constructor(
    private readonly ledger: Ledger,
    private readonly repository: DebriefIssuingRepository,
    private readonly applications: ApplicationsDoor,
    private readonly interviews: InterviewsDoor,
    private readonly links: DebriefLinks,
  ) {
    ledger.subscribe({
      name: 'debriefs.open',
      lane: 'quick',
      events: ['application.rejected', 'application.ended', 'application.restored'],
      handle: (tx, line) =>
        line.name === 'application.restored'
          ? this.openLate(tx, line.subject_id)
          : this.open(tx, (line as LedgerLine<'application.ended'>).payload.stageMoveId),
    });
    ledger.subscribe({
      name: 'debriefs.withdraw',
      lane: 'quick',
      events: ['application.reopened'],
      handle: (tx, line) => this.withdraw(tx, line),
    });
  }

  /** As if it had never been away, but for the time that passed: what would have lapsed meanwhile is not opened. */
  private async openLate(tx: WriteTx, applicationId: string): Promise<void> {
    const move = await this.repository.findLastMove(tx, applicationId);
    if (move && lapsesAt(new Date(move.recordedAt)) > tx.now) await this.open(tx, move.id);
  }

  private async open(tx: WriteTx, stageMoveId: string): Promise<void> {
    const ended = await this.repository.findEnded(tx, stageMoveId, askableBarriers);
    if (!ended || !isNo(ended.outcome)) return;
    const facts = factsOf(await this.recordOf(tx, ended));
    const { outcome, furthestStage } = ended;
    const { roundCount: interviewRounds, reachedPhoneScreen } = facts;
    const variant = variantFor({ outcome, furthestStage, interviewRounds, reachedPhoneScreen });
    // Nobody said no to somebody who never applied.
    if (!isIssued(variant) || !facts.hasApplied) return;
    const id = newId();
    const isNew = await this.repository.insert(tx, id, ended, {
      variant,
      facts,
      locale: localeFor(ended.writtenLanguage) ?? sourceLocale,
      lapsesAt: lapsesAt(tx.now),
    });
    if (!isNew) return;
    const { clientId, applicationId } = ended;
    await this.ledger.record(tx, {
      name: 'debrief.issued',
      subjectId: id,
      clientId,
      payload: { applicationId, variant },
    });
  }

  private async recordOf(tx: WriteTx, ended: EndedApplication): Promise<ReturnType<typeof recordOf>> {
    const stagesReached = await this.applications.stagesReached(tx, ended.applicationId);
    const meetings = await this.interviews.forApplication(tx, ended.applicationId);
    return recordOf({ ...ended, stagesReached, meetings }, tx.now);
  }

  private async withdraw(tx: WriteTx, line: LedgerLine<'application.reopened'>): Promise<void> {
    for (const debrief of await this.repository.withdraw(tx, line.payload.applicationId)) {
      await this.links.revokeAll(tx, debrief);
      await this.ledger.record(tx, {
        name: 'debrief.skipped',
        subjectId: debrief.id,
        clientId: debrief.clientId,
        payload: { reason: 'reopened' },
      });
    }
  }
}
