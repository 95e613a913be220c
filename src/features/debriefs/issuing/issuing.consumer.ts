import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/ids.js';
import { localeFor, sourceLocale } from '../../../platform/content/locales.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import type { LedgerLine } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { ApplicationsDoor } from '../../applications/applications.door.js';
import { FollowUpsDoor } from '../../follow-ups/follow-ups.door.js';
import { InterviewsDoor } from '../../interviews/interviews.door.js';
import { putRight } from '../checklist/put-right.rules.js';
import { DebriefLinks } from '../debrief-links.js';
import {
  daysAround,
  employersNos,
  followsNo,
  type IssuedVariant,
  isIssued,
  isNo,
  lapsesAt,
  stepsAfterNo,
  stepsToBring,
  talkInstead,
  tooManyNos,
  type Variant,
  variantFor,
  type Withdrawal,
} from '../debriefs.rules.js';
import { askableBarriers, type DebriefFacts, factsOf } from './facts.rules.js';
import { COME_BACK, DebriefIssuingRepository, type EndedApplication } from './issuing.repository.js';
import { recordOf } from './record.rules.js';

interface Checklist {
  variant: IssuedVariant;
  facts: DebriefFacts;
}

/**
 * What follows a "no", exactly once: a checklist; the coach's task where none is written for it; a call where it is the
 * third within a week. It is withdrawn when the "no" is taken back. Each is one transaction with the mark that its line
 * was handled: a worker killed half-way leaves nothing, and a second try that comes too late finds the key of the move.
 * So does what comes back from a deletion: its "no" is looked at again, because the worker may have come while it was
 * away.
 */
@Injectable()
export class DebriefIssuingConsumer {
  constructor(
    private readonly ledger: Ledger,
    private readonly repository: DebriefIssuingRepository,
    private readonly applications: ApplicationsDoor,
    private readonly interviews: InterviewsDoor,
    private readonly links: DebriefLinks,
    private readonly followUps: FollowUpsDoor,
  ) {
    ledger.comesBack('debriefs', COME_BACK);
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
      handle: (tx, { payload }) => this.takenBack(tx, payload),
    });
    ledger.subscribe({
      name: 'debriefs.put-right',
      lane: 'quick',
      events: [
        'interview.scheduled',
        'interview.changed',
        'interview.outcome-recorded',
        'interview.deleted',
        'interview.restored',
      ],
      handle: (tx, { payload }) => this.putRight(tx, payload.applicationId),
    });
  }

  /** As if it had never been away, but for the time that passed: what would have lapsed meanwhile is not opened. */
  private async openLate(tx: WriteTx, applicationId: string): Promise<void> {
    const move = await this.repository.findLastMove(tx, applicationId);
    if (move && lapsesAt(new Date(move.recordedAt), move.timeZone) > tx.now) await this.open(tx, move.id);
  }

  private async open(tx: WriteTx, stageMoveId: string): Promise<void> {
    const ended = await this.repository.findEnded(tx, stageMoveId, askableBarriers);
    if (!ended || !isNo(ended.outcome)) return;
    if (!followsNo(ended.decidedOn, tx.today, ended.issueDebrief)) return;
    const { variant, facts } = await this.checklistFor(tx, ended);
    // Nobody said no to somebody who never applied.
    if (!facts.hasApplied) return;
    const week = await this.weekOfNos(tx, ended);
    if (week)
      await this.withdrawn(tx, await this.repository.withdrawUnopened(tx, ended.clientId, week), 'call_instead');
    if (!isIssued(variant)) return this.ask(tx, ended, talkInstead[variant]);
    if (week) return this.askForCall(tx, ended);
    await this.issue(tx, ended, { variant, facts });
  }

  private async issue(tx: WriteTx, ended: EndedApplication, { variant, facts }: Checklist): Promise<void> {
    const id = newId();
    const isNew = await this.repository.insert(tx, id, ended, {
      variant,
      facts,
      locale: localeFor(ended.writtenLanguage) ?? sourceLocale,
      lapsesAt: lapsesAt(tx.now, ended.timeZone),
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

  private async checklistFor(tx: WriteTx, ended: EndedApplication): Promise<{ variant: Variant; facts: DebriefFacts }> {
    const stagesReached = await this.applications.stagesReached(tx, ended.applicationId);
    const meetings = await this.interviews.forApplication(tx, ended.applicationId);
    const facts = factsOf(recordOf({ ...ended, stagesReached, meetings }, tx.now));
    return { variant: variantFor({ ...ended, facts }), facts };
  }

  /** The days of too many "no"s, when this is one of them. */
  private async weekOfNos(tx: WriteTx, { outcome, clientId, decidedOn }: EndedApplication) {
    if (!employersNos.some((no) => no === outcome)) return null;
    return tooManyNos(await this.repository.daysOfNos(tx, clientId, daysAround(decidedOn)), decidedOn);
  }

  /** One call for all of them: who has to call already is not asked again. */
  private async askForCall(tx: WriteTx, ended: EndedApplication): Promise<void> {
    if (!(await this.followUps.hasOpen(tx, ended.clientId, 'call_client'))) await this.ask(tx, ended, 'call_client');
  }

  private async ask(
    tx: WriteTx,
    { clientId, applicationId, stageMoveId }: EndedApplication,
    kind: 'call_client' | (typeof talkInstead)[keyof typeof talkInstead],
  ): Promise<void> {
    const about = { type: 'application' as const, id: applicationId };
    await this.followUps.addOnce(tx, { clientId, kind, dueOn: tx.today, about }, stageMoveId);
  }

  /** What followed from the "no" is no more to be done, by the client or by the coach. */
  private async takenBack(
    tx: WriteTx,
    { applicationId, clientId, stageMoveId }: LedgerLine<'application.reopened'>['payload'],
  ): Promise<void> {
    const about = { type: 'application' as const, id: applicationId };
    await this.withdrawn(tx, await this.repository.withdrawOf(tx, applicationId, stageMoveId), 'taken_back');
    await this.followUps.completeAbout(tx, { clientId, kinds: stepsAfterNo, about, causedBefore: stageMoveId });
  }

  /** A correction of the interviews reaches every page about it: nobody is praised for what was not. */
  private async putRight(tx: WriteTx, applicationId: string): Promise<void> {
    for (const { id, stageMoveId } of await this.repository.shown(tx, applicationId)) {
      const ended = await this.repository.findEnded(tx, stageMoveId, askableBarriers);
      // Read with its client held: of two corrections at once, the second begins with what the first left.
      const before = ended && (await this.repository.asAsked(tx, id));
      if (!before) continue;
      const now = await this.checklistFor(tx, ended);
      if (!isIssued(now.variant)) continue;
      const facts = putRight(before, { ...now, variant: now.variant });
      const variant = await this.repository.putRight(tx, id, now.variant, facts);
      if (variant === null) continue;
      const { clientId } = ended;
      await this.ledger.record(tx, { name: 'debrief.put-right', subjectId: id, clientId, payload: { variant } });
    }
  }

  /** Whoever has opened it may come back and finds a page that says nothing but this, with what they wrote. */
  private async withdrawn(
    tx: WriteTx,
    debriefs: readonly { id: string; clientId: string; wasOpened: boolean }[],
    reason: Withdrawal,
  ): Promise<void> {
    for (const debrief of debriefs) {
      const { id, clientId, wasOpened } = debrief;
      if (!wasOpened) await this.links.revokeAll(tx, debrief);
      await this.followUps.completeAbout(tx, { clientId, kinds: stepsToBring, about: { type: 'debrief', id } });
      await this.ledger.record(tx, { name: 'debrief.withdrawn', subjectId: id, clientId, payload: { reason } });
    }
  }
}
