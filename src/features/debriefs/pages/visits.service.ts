import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { require } from '../../../access/access.js';
import type { ClientActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { isLocale, type Locale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { ClientLinksDoor } from '../../client-links/client-links.door.js';
import { type AnswerRow, answersOf, rowsOf } from '../checklist/answer-rows.rules.js';
import { DebriefAnswering } from '../checklist/answering.js';
import { checkAnswers, type RawAnswers } from '../checklist/answers.rules.js';
import { answersFromForm } from '../checklist/form.rules.js';
import { type DebriefOutcomes } from '../checklist/outcomes.rules.js';
import { DEBRIEF, openedDebriefOf, subjectOf } from '../debrief-links.js';
import { type DebriefRow, DebriefsRepository } from '../debriefs.repository.js';
import { isWithdrawn } from '../debriefs.rules.js';

/** What a client sent with the form of the checklist. */
export type SentForm = Readonly<Record<string, unknown>>;

/** What became of a sent form: kept, or shown again with what was typed. */
export type Sent =
  | { kind: 'saved' | 'submitted' | 'skipped' | 'withdrawn' }
  | { kind: 'wrong'; debrief: DebriefRow; typed: RawAnswers; errors: ReturnType<typeof checkAnswers>['errors'] }
  | { kind: 'changedElsewhere' | 'alreadySent'; debrief: DebriefRow; typed: RawAnswers };

export interface Visit {
  debrief: DebriefRow;
  answers: readonly AnswerRow[];
  isOpen: boolean;
}

/** The client's side of the one debrief that was opened by link or code. */
@Injectable()
export class DebriefVisitsService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly answering: DebriefAnswering,
    links: ClientLinksDoor,
  ) {
    links.kind({
      kind: DEBRIEF,
      page: '/d/checklist',
      mayOpen: async (tx, id) => {
        const debrief = await this.repository.find(tx, 'organization', id);
        return debrief !== null && debrief.status !== 'lapsed';
      },
      opened: (tx, actor) => this.opened(tx, actor),
    });
  }

  visit(actor: ClientActor): Promise<Visit> {
    return this.database.read(actor, async (tx) => {
      const debrief = mine(actor, await this.repository.find(tx, 'organization', openedDebriefOf(actor)));
      const isOpen = this.answering.isOpen(tx, debrief);
      return { debrief, isOpen, answers: await this.repository.allAnswers(tx, debrief.id) };
    });
  }

  /** What followed when it was handed in. */
  outcomes({ debrief, answers }: Visit): DebriefOutcomes {
    return this.answering.outcomesThen(debrief, answers);
  }

  /** Keeps what was sent, as far as it is right; then hands it in, sets it aside, or changes the language, as asked. */
  send(actor: ClientActor, form: SentForm): Promise<Sent> {
    const typed = answersFromForm(form);
    return this.database.write(actor, async (tx) => {
      const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
      if (isWithdrawn(debrief)) return this.keepWithdrawn(tx, debrief, typed);
      const isOpen = this.answering.isOpen(tx, debrief);
      if (isOpen && String(debrief.version) === form.version) return this.keep(tx, debrief, typed, form);
      // The same form once more: a second tap on the button, or "reload". Nothing is lost, so nobody is alarmed.
      const isSame = await this.isKept(tx, debrief, typed);
      if (!isOpen) return isSame ? { kind: 'submitted' } : { kind: 'alreadySent', debrief, typed };
      return isSame ? this.keep(tx, debrief, typed, form) : { kind: 'changedElsewhere', debrief, typed };
    });
  }

  private async keep(tx: WriteTx, debrief: DebriefRow, typed: RawAnswers, form: SentForm): Promise<Sent> {
    const { action, locale } = form;
    const step = action === 'submit' ? 'submission' : 'draft';
    const { answers, errors } = checkAnswers(debrief.variant, debrief.facts, typed, step);
    const patch = typeof locale === 'string' && isLocale(locale) ? { locale: locale satisfies Locale } : {};
    const saved = await this.answering.save(tx, debrief, answers, 'client', patch);
    if (action === 'skip') {
      require(tx.actor, 'debrief.skip', { opened: subjectOf(debrief.id) });
      await this.answering.skip(tx, saved, { by: 'client' });
      return { kind: 'skipped' };
    }
    if (errors.length > 0) return { kind: 'wrong', debrief: saved, typed, errors };
    if (action !== 'submit') return { kind: 'saved' };
    await this.answering.submit(tx, saved, 'client');
    return { kind: 'submitted' };
  }

  /** Withdrawn while the page was open: nothing is handed in, and no word is lost. */
  private async keepWithdrawn(tx: WriteTx, debrief: DebriefRow, typed: RawAnswers): Promise<Sent> {
    const { id, variant, facts } = debrief;
    const { answers } = checkAnswers(variant, facts, typed, 'draft');
    const before = await this.repository.allAnswers(tx, id);
    await this.repository.saveAnswers(tx, id, rowsOf({ ...answersOf(before), ...answers }, before, 'client'), 'client');
    await this.answering.record(tx, debrief, 'debrief.saved', { by: 'client' });
    return { kind: 'withdrawn' };
  }

  private async isKept(tx: WriteTx, { id, variant, facts }: DebriefRow, typed: RawAnswers): Promise<boolean> {
    const { answers, errors } = checkAnswers(variant, facts, typed, 'draft');
    return errors.length === 0 && isDeepStrictEqual(answers, answersOf(await this.repository.allAnswers(tx, id)));
  }

  private async opened(tx: WriteTx, actor: ClientActor): Promise<void> {
    const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
    if ((debrief.status === 'issued' || debrief.status === 'skipped') && !isWithdrawn(debrief)) {
      const openedAt = debrief.openedAt ?? tx.now.toISOString();
      await this.answering.move(tx, debrief, { status: 'opened', openedAt });
    }
    await this.answering.record(tx, debrief, 'debrief.opened', {});
  }
}

/** The one debrief that this session is good for. */
function mine(actor: ClientActor, debrief: DebriefRow | null): DebriefRow {
  if (!debrief) throw new AppError('unauthenticated', 'auth.link-session-ended');
  require(actor, 'debrief.answer', { opened: subjectOf(debrief.id) });
  return debrief;
}
