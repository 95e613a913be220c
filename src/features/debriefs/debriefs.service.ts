import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { AppError, type FieldError, refused } from '../../kernel/errors.js';
import type { Slice } from '../../kernel/slices.js';
import type { Locale } from '../../platform/content/locales.js';
import { Database } from '../../platform/database/database.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Looks } from '../../platform/ledger/looks.js';
import { FollowUpsDoor } from '../follow-ups/follow-ups.door.js';
import { answersOf } from './checklist/answer-rows.rules.js';
import { DebriefAnswering } from './checklist/answering.js';
import { AnswersRepository } from './checklist/answers.repository.js';
import { checkAnswers } from './checklist/answers.rules.js';
import { DebriefLinks } from './debrief-links.js';
import { debriefForStaff } from './debrief-view.js';
import { type DebriefRow, DebriefsRepository } from './debriefs.repository.js';
import { canStillOpen, requireMove } from './debriefs.rules.js';
import type {
  AnswersGivenBody, DebriefLinkAskedBody, DebriefLinkView, DebriefListedView, DebriefQueryParams, DebriefView,
  ReviewBody, SkipBody,
} from './debriefs.schemas.js'; // biome-ignore format: one list

/** Debriefs as the staff work with them. What a client keeps private is asked of the database by no method here. */
@Injectable()
export class DebriefsService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly answers: AnswersRepository,
    private readonly answering: DebriefAnswering,
    private readonly links: DebriefLinks,
    private readonly followUps: FollowUpsDoor,
    private readonly looks: Looks,
  ) {
    followUps.about('debrief', async (tx, actor, id) => {
      const found = await repository.find(tx, sight(actor, 'debrief.read'), id);
      return found?.clientId ?? null;
    });
  }

  /** Newest first. */
  list(actor: StaffActor, query: DebriefQueryParams): Promise<Slice<DebriefListedView>> {
    return this.database.read(actor, async (tx) => {
      const slice = await this.repository.list(tx, sight(actor, 'debrief.read'), query);
      await this.looks.list(
        tx,
        'debrief.list-seen',
        slice.items.map(({ client }) => client.id),
      );
      return slice;
    });
  }

  get(actor: StaffActor, id: string, locale: Locale): Promise<DebriefView> {
    return this.database.read(actor, async (tx) => {
      const answer = await this.view(tx, actor, id, locale);
      await this.looks.record(tx, { name: 'debrief.seen', subjectId: id, clientId: answer.client.id });
      return answer;
    });
  }

  /**
   * A way in for the client. `email`: it goes to the client's own address, and nobody else gets to see it; `screen`: the
   * staff get it, and the visit that it opens is an assisted one. Throws 409 `debrief.no-address`.
   */
  makeLink(actor: StaffActor, id: string, way: DebriefLinkAskedBody['way']): Promise<DebriefLinkView> {
    return this.database.write(actor, async (tx) => {
      const debrief = await this.lock(tx, actor, 'debrief.link', id);
      if (way === 'screen') {
        const { url, code, expiresAt } = await this.links.make(tx, debrief, way);
        return { way, url, code, expiresAt };
      }
      if (!canStillOpen(debrief, tx.now)) throw new AppError('conflict', 'debrief.not-open');
      if (!debrief.hasAddress) throw new AppError('conflict', 'debrief.no-address');
      await this.answering.record(tx, debrief, 'debrief.link-asked', {});
      return { way, url: null, code: null, expiresAt: null };
    });
  }

  /** Closes every link, and every page that one of them opened. */
  async revokeLinks(actor: StaffActor, id: string): Promise<void> {
    await this.database.write(actor, async (tx) =>
      this.links.revokeAll(tx, await this.lock(tx, actor, 'debrief.link', id)),
    );
  }

  /**
   * What the coach types for the client: takes the place of all answers that the coach can see. Those that the client
   * keeps private stay as they are; one that is sent for such an item is refused with 422 `debrief.kept-private`.
   */
  answer(actor: StaffActor, id: string, version: number, body: AnswersGivenBody, locale: Locale): Promise<DebriefView> {
    return this.database.write(actor, async (tx) => {
      const debrief = await this.lock(tx, actor, 'debrief.answer', id, version);
      this.mustBeOpen(tx, debrief);
      const { answers, errors } = checkAnswers(debrief.variant, debrief.facts, body.answers, 'draft');
      const { rows: before, hidden } = await this.answering.seenBy(tx, debrief);
      refuse([...errors, ...privateMarks(body.answers), ...keptPrivate(body.answers, hidden)]);
      const gone = before.map(({ itemCode }) => itemCode).filter((code) => answers[code] === undefined);
      const patch = body.locale ? { locale: body.locale } : {};
      await this.answering.save(tx, debrief, { answers, gone, before }, patch);
      return this.view(tx, actor, id, locale);
    });
  }

  /** Hands in for the client what is kept. Throws 422 `debrief.answers-not-valid` when the learning sentence is missing. */
  submit(actor: StaffActor, id: string, locale: Locale): Promise<DebriefView> {
    return this.database.write(actor, async (tx) => {
      const debrief = await this.lock(tx, actor, 'debrief.answer', id);
      this.mustBeOpen(tx, debrief);
      const kept = answersOf(await this.answers.all(tx, debrief));
      refuse(checkAnswers(debrief.variant, debrief.facts, kept, 'submission').errors);
      await this.answering.submit(tx, debrief);
      return this.view(tx, actor, id, locale);
    });
  }

  /**
   * The coach has read it, says so, and closes it; the task to answer is done with it. Throws 422 `debrief.no-address`
   * when a mail is asked for and there is no address.
   */
  review(actor: StaffActor, id: string, body: ReviewBody, locale: Locale): Promise<DebriefView> {
    return this.database.write(actor, async (tx) => {
      const debrief = await this.lock(tx, actor, 'debrief.review', id);
      requireMove(debrief.status, 'reviewed');
      const hasWords = body.reply !== undefined || body.strengthNoted !== undefined;
      // Nobody is told of a word from their coach where there is none.
      const isMailed = hasWords && (body.notify ?? (debrief.mailedAt !== null && debrief.clientEmail !== null));
      if (isMailed && debrief.clientEmail === null) throw refused('debrief.no-address');
      await this.answering.move(tx, debrief, {
        status: 'reviewed',
        reviewedAt: tx.now.toISOString(),
        reply: body.reply ?? null,
        strengthNoted: body.strengthNoted ?? null,
      });
      await this.followUps.completeAbout(tx, {
        clientId: debrief.clientId,
        kinds: ['answer_client'],
        about: { type: 'debrief', id },
      });
      await this.answering.record(tx, debrief, 'debrief.reviewed', { isMailed });
      return this.view(tx, actor, id, locale);
    });
  }

  skip(actor: StaffActor, id: string, body: SkipBody, locale: Locale): Promise<DebriefView> {
    return this.database.write(actor, async (tx) => {
      const debrief = await this.lock(tx, actor, 'debrief.skip', id);
      if (debrief.status === 'skipped')
        await this.looks.record(tx, { name: 'debrief.seen', subjectId: id, clientId: debrief.clientId });
      await this.answering.skip(tx, debrief, body.reason);
      return this.view(tx, actor, id, locale);
    });
  }

  private mustBeOpen(tx: WriteTx, debrief: DebriefRow): void {
    if (!this.answering.isOpen(tx, debrief)) throw new AppError('conflict', 'debrief.not-open');
  }

  private async lock(
    tx: WriteTx,
    actor: StaffActor,
    action: Action,
    id: string,
    version: number | null = null,
  ): Promise<DebriefRow> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'debrief.read'), id), version);
  }

  private async view(tx: Tx, actor: StaffActor, id: string, locale: Locale): Promise<DebriefView> {
    const found = await this.repository.find(tx, sight(actor, 'debrief.read'), id);
    const debrief = admitted(actor, 'debrief.read', found);
    return debriefForStaff(debrief, await this.answers.shared(tx, debrief), locale);
  }
}

/** Throws 422 with a pointer into the body for each fault. */
function refuse(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const fields = errors.slice(0, 50).map(({ pointer, code }) => ({ pointer: `/answers${pointer}`, code }));
  throw new AppError('refused', 'debrief.answers-not-valid', {}, fields);
}

/** Only the client keeps something to themselves; what a coach types, the coach knows. */
const privateMarks = (answers: AnswersGivenBody['answers']): FieldError[] =>
  Object.entries(answers)
    .filter(([, item]) => item.isPrivate === true)
    .map(([code]) => ({ pointer: `/${code}/isPrivate`, code: 'debrief.private-is-the-clients' }));

/** What stands there already is not the coach's to see, so it is not the coach's to replace. */
const keptPrivate = (answers: AnswersGivenBody['answers'], hidden: ReadonlySet<string>): FieldError[] =>
  Object.keys(answers)
    .filter((code) => hidden.has(code))
    .map((code) => ({ pointer: `/${code}`, code: 'debrief.kept-private' }));
