import { Injectable } from '@nestjs/common';
import { require } from '../../../access/access.js';
import type { ClientActor } from '../../../access/actor.js';
import { AppError, type FieldError } from '../../../kernel/errors.js';
import { isLocale, type Locale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { type AnswerRow, answersOf } from '../checklist/answer-rows.rules.js';
import { DebriefAnswering, notSkipped, type Sight } from '../checklist/answering.js';
import { checkAnswers, missingAnswers, type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers, type ItemCode } from '../checklist/catalogue.rules.js';
import { answersFromForm, choicesFromForm, type Form } from '../checklist/form.rules.js';
import { type Marks, type Merged, marksFrom, merge } from '../checklist/merging.rules.js';
import { type DebriefOutcomes } from '../checklist/outcomes.rules.js';
import { openedDebriefOf, subjectOf } from '../debrief-links.js';
import { type DebriefRow, DebriefsRepository } from '../debriefs.repository.js';
import { isWithdrawn } from '../debriefs.rules.js';

/** The form again, with what was typed where it is not kept as it was sent. */
export interface ShownAgain {
  debrief: DebriefRow;
  /** What is kept now, of what this visit may see. */
  kept: DebriefAnswers;
  typed: RawAnswers;
  base: Marks;
  merged: Merged;
  hidden: ReadonlySet<ItemCode>;
  errors: readonly FieldError[];
}

/** What became of a sent form. */
export type Sent =
  | { kind: 'saved' | 'submitted' | 'skipped' | 'withdrawn' | 'left' }
  | ({ kind: 'asksAgain' | 'alreadySent' } & ShownAgain)
  | { kind: 'notItsOwn'; debrief: DebriefRow; typed: RawAnswers };

interface Sending extends ShownAgain {
  rows: readonly AnswerRow[];
  answers: DebriefAnswers;
}

export interface Visit extends Sight {
  debrief: DebriefRow;
  isOpen: boolean;
}

/** A client's side of the one debrief that was opened: in a visit of their own, or in an assisted one. */
@Injectable()
export class DebriefVisitsService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly answering: DebriefAnswering,
  ) {}

  visit(actor: ClientActor): Promise<Visit> {
    return this.database.read(actor, async (tx) => {
      const debrief = mine(actor, await this.repository.find(tx, 'organization', openedDebriefOf(actor)));
      return { debrief, isOpen: this.answering.isOpen(tx, debrief), ...(await this.answering.seenBy(tx, debrief)) };
    });
  }

  /** What followed when it was handed in, as far as this visit may see the answers. */
  outcomes({ debrief, rows }: Visit): DebriefOutcomes {
    return this.answering.outcomesThen(debrief, rows);
  }

  /**
   * Keeps what was sent, item by item, as far as it is right; then hands it in, sets it aside, leaves, or changes the
   * language, as asked. A form of another debrief touches nothing.
   */
  send(actor: ClientActor, form: Form): Promise<Sent> {
    const typed = answersFromForm(form);
    return this.database.write(actor, async (tx): Promise<Sent> => {
      const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
      if (form.debrief !== debrief.id) return { kind: 'notItsOwn', debrief, typed };
      const { rows, hidden } = await this.answering.seenBy(tx, debrief);
      const base = marksFrom(form.base);
      const { answers, errors } = checkAnswers(debrief.variant, debrief.facts, typed, 'draft');
      const merged = merge({ base, typed: answers, kept: answersOf(rows), hidden, choices: choicesFromForm(form) });
      const shown = { debrief, kept: answersOf(rows), typed, base, merged, hidden, errors };
      if (isWithdrawn(debrief)) return this.keepWithdrawn(tx, { ...shown, rows, answers }, form);
      if (this.answering.isOpen(tx, debrief)) return this.keep(tx, { ...shown, rows, answers }, form);
      // The same form once more: a second tap on the button, or "reload". Nothing is lost, so nobody is alarmed.
      const isKept = Object.values(merged).every((codes) => codes.length === 0) && errors.length === 0;
      return isKept && wasHandedIn(debrief) ? { kind: 'submitted' } : { kind: 'alreadySent', ...shown };
    });
  }

  /** What happens because a client came in. */
  async opened(tx: WriteTx, actor: ClientActor): Promise<void> {
    const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
    if ((debrief.status === 'issued' || debrief.status === 'skipped') && !isWithdrawn(debrief)) {
      const openedAt = debrief.openedAt ?? tx.now.toISOString();
      await this.answering.move(tx, debrief, { ...notSkipped, status: 'opened', openedAt });
    }
    await this.answering.record(tx, debrief, 'debrief.opened', {});
  }

  async mayOpen(tx: WriteTx, id: string): Promise<boolean> {
    const debrief = await this.repository.find(tx, 'organization', id);
    return debrief !== null && debrief.status !== 'lapsed';
  }

  private async keep(tx: WriteTx, { rows, answers, ...shown }: Sending, form: Form): Promise<Sent> {
    const { merged, hidden } = shown;
    const { action, locale } = form;
    const written = only(answers, merged.written);
    const patch = typeof locale === 'string' && isLocale(locale) ? { locale: locale satisfies Locale } : {};
    const change = { answers: written, gone: merged.emptied, before: rows };
    const isNew = Object.keys(written).length > 0 || merged.emptied.length > 0;
    const { status, locale: before } = shown.debrief;
    const isChanged = isNew || status !== 'in_progress' || (patch.locale ?? before) !== before;
    const debrief = isChanged ? await this.answering.save(tx, shown.debrief, change, patch) : shown.debrief;
    if (action === 'leave') return { kind: 'left' };
    const kept = { ...shown.kept, ...written };
    for (const code of merged.emptied) delete kept[code];
    const there = [...hidden, ...(Object.keys(kept) as ItemCode[])];
    const missing = action === 'submit' ? missingAnswers(debrief.variant, debrief.facts, there, shown.errors) : [];
    const errors = [...shown.errors, ...missing];
    if (errors.length + merged.torn.length + merged.shut.length > 0)
      return { kind: 'asksAgain', ...shown, debrief, kept, errors };
    if (action === 'skip') {
      require(tx.actor, 'debrief.skip', { opened: subjectOf(debrief.id) });
      await this.answering.skip(tx, debrief);
      return { kind: 'skipped' };
    }
    if (action !== 'submit') return { kind: 'saved' };
    await this.answering.submit(tx, debrief);
    return { kind: 'submitted' };
  }

  /** Withdrawn while the page was open: nothing is handed in, asked or taken away. */
  private async keepWithdrawn(
    tx: WriteTx,
    { debrief, rows, answers, merged }: Sending,
    { action }: Form,
  ): Promise<Sent> {
    // Nothing can be asked any more: of what was changed on both sides, the words that were typed now stand.
    const torn = merged.torn.filter((code) => answers[code] !== undefined);
    const written = only(answers, [...merged.written, ...torn]);
    if (Object.keys(written).length > 0) {
      await this.answering.write(tx, debrief, { answers: written, gone: [], before: rows });
      await this.answering.move(tx, debrief, {});
    }
    return { kind: action === 'leave' ? 'left' : 'withdrawn' };
  }
}

const only = (answers: DebriefAnswers, codes: readonly ItemCode[]): DebriefAnswers =>
  Object.fromEntries(codes.map((code) => [code, answers[code]]));

export const wasHandedIn = ({ status }: DebriefRow): boolean => status === 'submitted' || status === 'reviewed';

/** The one debrief that this visit is good for. */
function mine(actor: ClientActor, debrief: DebriefRow | null): DebriefRow {
  if (!debrief) throw new AppError('unauthenticated', 'auth.link-session-ended');
  require(actor, 'debrief.answer', { opened: subjectOf(debrief.id) });
  return debrief;
}
