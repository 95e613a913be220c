import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../access/actor.js';
import { addBusinessDays, dayIn } from '../../../kernel/days.js';
import { AppError } from '../../../kernel/errors.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { type EventToRecord, Ledger } from '../../../platform/ledger/ledger.js';
import { ContactsDoor } from '../../contacts/contacts.door.js';
import { FollowUpsDoor } from '../../follow-ups/follow-ups.door.js';
import { LessonsDoor } from '../../lessons/lessons.door.js';
import { type DebriefEvents } from '../debriefs.events.js';
import { type DebriefPatch, type DebriefRow, DebriefsRepository } from '../debriefs.repository.js';
import { isOpenForAnswers, isWithdrawn, requireMove, type SkipReason } from '../debriefs.rules.js';
import { type AnswerRow, answersOf, type EnteredBy, rowsOf } from './answer-rows.rules.js';
import { AnswersRepository, type DatedAnswerRow } from './answers.repository.js';
import { type DebriefAnswers, type ItemCode } from './catalogue.rules.js';
import { type DebriefOutcomes, type MetContact, outcomesOf } from './outcomes.rules.js';

/** Business days in which the coach answers what was handed in. */
const DAYS_TO_ANSWER = 2;

/** Who types, as far as anybody can tell. */
const writerOf = (actor: Actor): EnteredBy => {
  if (actor.kind !== 'client') return 'coach';
  return actor.visit.kind === 'own' ? 'client' : 'assisted';
};

/** What whoever writes can see of the answers, and which items the client keeps from them. */
export interface Sight {
  rows: DatedAnswerRow[];
  hidden: ReadonlySet<ItemCode>;
}

/** Answers to keep, and items whose answer is taken away. */
export interface Change {
  answers: DebriefAnswers;
  gone: readonly ItemCode[];
  before: readonly AnswerRow[];
}

/**
 * Writing in a debrief and handing it in: the same for a client's own visit, for an assisted one, and for the coach on the
 * phone. Only the first sees what the client keeps private, under the address that it was written under; what a writer cannot see, a writer cannot change.
 */
@Injectable()
export class DebriefAnswering {
  constructor(
    private readonly repository: DebriefsRepository,
    private readonly answers: AnswersRepository,
    private readonly lessons: LessonsDoor,
    private readonly contacts: ContactsDoor,
    private readonly followUps: FollowUpsDoor,
    private readonly ledger: Ledger,
  ) {}

  /** Whether it may still be written in. */
  isOpen(tx: Tx, debrief: DebriefRow): boolean {
    return isOpenForAnswers(debrief.status) && !isWithdrawn(debrief) && new Date(debrief.lapsesAt) > tx.now;
  }

  /** The answers as this actor may see them. */
  async seenBy(tx: Tx, debrief: DebriefRow): Promise<Sight> {
    const isOwn = writerOf(tx.actor) === 'client';
    const rows = await (isOwn ? this.answers.own(tx, debrief) : this.answers.shared(tx, debrief));
    return { rows, hidden: new Set(await this.answers.hiddenCodes(tx, debrief.id, isOwn)) };
  }

  /** Keeps these answers and takes `gone` away; the debrief is then in progress. Answers the new version. */
  async save(
    tx: WriteTx,
    debrief: DebriefRow,
    change: Change,
    patch: Pick<DebriefPatch, 'locale'> = {},
  ): Promise<DebriefRow> {
    await this.write(tx, debrief, change);
    if (debrief.status !== 'in_progress') requireMove(debrief.status, 'in_progress');
    return this.move(tx, debrief, { ...patch, ...notSkipped, status: 'in_progress' });
  }

  /** The same without a change of status: for what was typed while the debrief was withdrawn. */
  async write(tx: WriteTx, debrief: DebriefRow, { answers, gone, before }: Change): Promise<void> {
    const by = writerOf(tx.actor);
    const rows = rowsOf(answers, before, by);
    await this.answers.save(tx, debrief, { rows, gone, isOwn: by === 'client' });
    await this.record(tx, debrief, 'debrief.saved', { by });
  }

  /**
   * Hands in what is kept. Lessons, contacts and next steps become rows in this transaction; who wants a call, feels very
   * low or wrote words of danger is on the coach's list for today, without a word about why.
   */
  async submit(tx: WriteTx, debrief: DebriefRow): Promise<DebriefOutcomes> {
    const by = writerOf(tx.actor);
    requireMove(debrief.status, 'submitted');
    const answers = answersOf(await this.answers.all(tx, debrief));
    const outcomes = outcomesOf(answers, { ...ofRecord(debrief), today: tx.today });
    await this.move(tx, debrief, { status: 'submitted', submittedAt: tx.now.toISOString(), submittedBy: by });
    await this.keepShared(tx, debrief, outcomes);
    await this.addFollowUps(tx, debrief, outcomes);
    await this.record(tx, debrief, 'debrief.submitted', { by, followUps: outcomes.followUps.length });
    return outcomes;
  }

  /** "Not now", by the client or by the coach for them. Nothing is lost and nothing follows from it. */
  async skip(tx: WriteTx, debrief: DebriefRow, reason: SkipReason | null = null): Promise<void> {
    if (debrief.status === 'skipped') return;
    requireMove(debrief.status, 'skipped');
    await this.move(tx, debrief, {
      status: 'skipped',
      skippedAt: tx.now.toISOString(),
      skipReason: reason,
    });
    const by = writerOf(tx.actor);
    await this.record(tx, debrief, 'debrief.skipped', { by, ...(reason ? { reason } : {}) });
  }

  /** What followed when it was handed in, as it was then. */
  outcomesThen(debrief: DebriefRow, rows: readonly AnswerRow[]): DebriefOutcomes {
    const today = dayIn(debrief.organizationTimeZone, new Date(debrief.submittedAt ?? debrief.issuedAt));
    return outcomesOf(answersOf(rows), { ...ofRecord(debrief), today });
  }

  /** One change of status, if nobody was faster. */
  async move(tx: WriteTx, debrief: DebriefRow, patch: DebriefPatch): Promise<DebriefRow> {
    if (!(await this.repository.update(tx, debrief, patch))) throw new AppError('stale', 'http.version-stale');
    return { ...debrief, ...patch, version: debrief.version + 1 };
  }

  async record<Name extends keyof DebriefEvents>(
    tx: WriteTx,
    { id, clientId }: Pick<DebriefRow, 'id' | 'clientId'>,
    name: Name,
    payload: DebriefEvents[Name],
  ): Promise<void> {
    await this.ledger.record(tx, { name, subjectId: id, clientId, payload } as EventToRecord<Name>);
  }

  /** Lessons that the client shares, and the people met. What the client keeps private stays in the answers alone. */
  private async keepShared(tx: WriteTx, debrief: DebriefRow, outcomes: DebriefOutcomes): Promise<void> {
    const of = { clientId: debrief.clientId, applicationId: debrief.applicationId, debriefId: debrief.id };
    const shared = outcomes.lessons.filter(({ isPrivate }) => !isPrivate);
    await this.lessons.insert(
      tx,
      of,
      shared.map(({ kind, text }) => ({ kind, text })),
    );
    const met = outcomes.contacts.filter(({ keepInTouch }) => keepInTouch !== 'no');
    const asRow = ({ name, role, metOn, email, phone, otherContact }: MetContact) => ({
      name,
      role,
      metOn,
      reachBy: email ?? phone ?? otherContact,
    });
    await this.contacts.insert(tx, of, met.map(asRow));
  }

  private async addFollowUps(tx: WriteTx, debrief: DebriefRow, outcomes: DebriefOutcomes): Promise<void> {
    const of = { clientId: debrief.clientId, about: { type: 'debrief' as const, id: debrief.id } };
    await this.followUps.add(tx, [
      ...outcomes.followUps.map(({ kind, text, dueOn }) => ({
        ...of,
        kind,
        dueOn,
        title: text,
        assignee: kind === 'letter_review' ? ('coach' as const) : ('client' as const),
      })),
      {
        ...of,
        kind: 'answer_client' as const,
        dueOn: addBusinessDays(tx.today, DAYS_TO_ANSWER),
        assignee: 'coach' as const,
      },
      ...(outcomes.needsCallToday
        ? [{ ...of, kind: 'call_client' as const, dueOn: tx.today, assignee: 'coach' as const }]
        : []),
    ]);
  }
}

/** Whoever comes back to it has not set it aside. */
export const notSkipped = { skippedAt: null, skipReason: null } as const;

const ofRecord = ({ decidedOn, facts }: DebriefRow) => ({ decidedOn, peopleMet: facts.peopleMet });
