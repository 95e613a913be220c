import { Injectable } from '@nestjs/common';
import { require } from '../../../access/access.js';
import type { ClientActor } from '../../../access/actor.js';
import { AppError, type FieldError } from '../../../kernel/errors.js';
import { isLocale, type Locale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { ClientLinksDoor, type FormDraft } from '../../client-links/client-links.door.js';
import { LEAVE, type Rest } from '../../client-links/client-pages.door.js';
import { type AnswerRow, answersOf } from '../checklist/answer-rows.rules.js';
import { DebriefAnswering, type Sight } from '../checklist/answering.js';
import { checkAnswers, missingAnswers, type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers, type ItemCode, itemCodes } from '../checklist/catalogue.rules.js';
import { answersFromForm, choicesFromForm, type Form } from '../checklist/form.rules.js';
import { type Marks, type Merged, marksFrom, marksText, merge } from '../checklist/merging.rules.js';
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
  | { kind: 'saved' | 'submitted' | 'skipped' | 'withdrawn' }
  /** Something could not be taken: it is kept, and the page shows it again. */
  | { kind: 'asksAgain' | 'alreadySent' | 'notItsOwn' | 'closed' }
  /** Away from here. */
  | { kind: 'left'; rest: Rest | null };

/** A form that was kept to be shown again, as it stands to what is kept now. */
export type Draft = { id: string } & (
  | ({ kind: 'asksAgain' | 'alreadySent' } & ShownAgain)
  | { kind: 'notItsOwn'; why: Stray; typed: RawAnswers }
);

/** Why a form is not one of this page: it is of another checklist, or a part of it is missing. */
export type Stray = 'other' | 'incomplete';

interface Sending extends ShownAgain {
  rows: readonly AnswerRow[];
  answers: DebriefAnswers;
}

export interface Visit extends Sight {
  debrief: DebriefRow;
  isOpen: boolean;
  draft: Draft | null;
}

/** A client's side of the one debrief that was opened: in a visit of their own, or in an assisted one. */
@Injectable()
export class DebriefVisitsService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly answering: DebriefAnswering,
    private readonly links: ClientLinksDoor,
  ) {}

  visit(actor: ClientActor): Promise<Visit> {
    return this.database.read(actor, async (tx) => {
      const debrief = mine(actor, await this.repository.find(tx, 'organization', openedDebriefOf(actor)));
      const sight = await this.answering.seenBy(tx, debrief);
      const isOpen = this.answering.isOpen(tx, debrief);
      const draft = await this.links.draftOf(tx, actor);
      return { debrief, isOpen, ...sight, draft: draft && shownAgain(draft, debrief, sight, isOpen) };
    });
  }

  /** What followed when it was handed in, as far as this visit may see the answers. */
  outcomes({ debrief, rows }: Visit): DebriefOutcomes {
    return this.answering.outcomesThen(debrief, rows);
  }

  /**
   * Keeps what was sent, item by item, as far as it is right; then hands it in, sets it aside, leaves, or changes the
   * language, as asked. A form of another debrief touches nothing. What could not be taken is kept as a draft.
   */
  send(actor: ClientActor, form: Form, isResumed = false): Promise<Sent> {
    return this.database.write(actor, async (tx): Promise<Sent> => {
      const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
      const isLeft = form.action === LEAVE;
      if (strayOf(form, debrief) !== null) {
        if (isLeft) return { kind: 'left', rest: 'lost' };
        await this.links.keepDraft(tx, actor, form);
        return { kind: 'notItsOwn' };
      }
      const sight = await this.answering.seenBy(tx, debrief);
      const sending = compare(form, debrief, sight);
      if (isWithdrawn(debrief)) return this.keepWithdrawn(tx, sending, form);
      const isOpen = this.answering.isOpen(tx, debrief);
      const sent = isOpen ? await this.keep(tx, sending, form) : tooLate(sending);
      const wanting = sent.kind === 'asksAgain' || sent.kind === 'alreadySent';
      if (!wanting) {
        if (sent.kind !== 'closed') await this.links.dropDraft(tx, actor, form);
        return isLeft ? { kind: 'left', rest: sent.kind === 'closed' ? 'late' : null } : sent;
      }
      if (isLeft && sent.kind === 'alreadySent') return { kind: 'left', rest: 'late' };
      const isForOthers = isResumed && actor.visit.kind === 'assisted';
      await this.links.keepDraft(tx, actor, restOf(form, sending, isForOthers), { isLeft });
      if (isLeft) return { kind: 'left', rest: actor.visit.kind === 'own' ? 'part' : 'lost' };
      return sent;
    });
  }

  /** What happens because a client came in. */
  async opened(tx: WriteTx, actor: ClientActor): Promise<void> {
    const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
    if ((debrief.status === 'issued' || debrief.status === 'skipped') && !isWithdrawn(debrief)) {
      const openedAt = debrief.openedAt ?? tx.now.toISOString();
      await this.answering.move(tx, debrief, { status: 'opened', openedAt });
    }
    await this.answering.record(tx, debrief, 'debrief.opened', {});
  }

  async mayOpen(tx: WriteTx, id: string): Promise<boolean> {
    const debrief = await this.repository.find(tx, 'organization', id);
    return debrief !== null && debrief.status !== 'lapsed';
  }

  private async keep(tx: WriteTx, { rows, answers, ...shown }: Sending, form: Form): Promise<Sent> {
    const { merged } = shown;
    const { action, locale } = form;
    const written = only(answers, merged.written);
    const patch = typeof locale === 'string' && isLocale(locale) ? { locale: locale satisfies Locale } : {};
    const change = { answers: written, gone: merged.emptied, before: rows };
    const debrief = await this.answering.save(tx, shown.debrief, change, patch);
    const kept = { ...shown.kept, ...written };
    for (const code of merged.emptied) delete kept[code];
    const errors = wrongOf(form, { ...shown, kept });
    if (errors.length + merged.torn.length + merged.shut.length > 0) return { kind: 'asksAgain' };
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
    await this.answering.write(tx, debrief, { answers: written, gone: [], before: rows });
    return action === LEAVE ? { kind: 'left', rest: null } : { kind: 'withdrawn' };
  }
}

const only = (answers: DebriefAnswers, codes: readonly ItemCode[]): DebriefAnswers =>
  Object.fromEntries(codes.map((code) => [code, answers[code]]));

/** Null for a form of this page. What it did not show it cannot change, and must not seem to. */
function strayOf(form: Form, debrief: DebriefRow): Stray | null {
  if (form.debrief !== debrief.id) return 'other';
  const base = marksFrom(form.base);
  const typed = answersFromForm(form);
  const isWhole = typeof form.base === 'string' && itemCodes.every((code) => base.has(code) || !(code in typed));
  return isWhole ? null : 'incomplete';
}

/** The form beside what is kept now. */
function compare(form: Form, debrief: DebriefRow, { rows, hidden }: Sight): Sending {
  const typed = answersFromForm(form);
  const base = marksFrom(form.base);
  const kept = answersOf(rows);
  const { answers, errors } = checkAnswers(debrief.variant, debrief.facts, typed, 'draft');
  const merged = merge({ base, typed: answers, kept, hidden, choices: choicesFromForm(form) });
  return { debrief, kept, typed, base, merged, hidden, errors, rows, answers };
}

/** What is wrong, and what handing in still needs. */
function wrongOf({ action }: Form, { debrief, kept, hidden, errors }: ShownAgain): readonly FieldError[] {
  if (action !== 'submit') return errors;
  const there = [...hidden, ...(Object.keys(kept) as ItemCode[])];
  return [...errors, ...missingAnswers(debrief.variant, debrief.facts, there, errors)];
}

/** It takes no more answers. The same form once more (a second tap, "reload") alarms nobody: nothing is lost. */
function tooLate({ debrief, merged, errors }: Sending): Sent {
  if (!wasHandedIn(debrief)) return { kind: 'closed' };
  const isKept = Object.values(merged).every((codes) => codes.length === 0) && errors.length === 0;
  return { kind: isKept ? 'submitted' : 'alreadySent' };
}

/** Of a form, the items that could not be kept; without what is the client's own, where somebody else may read now. */
function restOf(form: Form, sending: Sending, isForOthers: boolean): Form {
  const isOwn = (code: ItemCode): boolean => isForOthers && sending.typed[code]?.isPrivate === true;
  const wanting = wantingOf(sending);
  const isLate = wasHandedIn(sending.debrief);
  const base = new Map([...sending.base].filter(([code]) => (isLate || wanting.has(code)) && !isOwn(code)));
  const isOfRest = (name: string): boolean => {
    const [kind = '', code = ''] = name.split('.');
    return !['item', 'both', 'torn'].includes(kind) || base.has(code as ItemCode);
  };
  const fields = Object.entries(form).filter(([name]) => isOfRest(name));
  return { ...Object.fromEntries(fields), base: marksText(base) };
}

/** Items of which something could not be kept: torn, shut, or wrong. */
export const wantingOf = ({ merged, errors }: Pick<ShownAgain, 'merged' | 'errors'>): ReadonlySet<string> =>
  new Set([...merged.torn, ...merged.shut, ...errors.flatMap(({ pointer }) => pointer.split('/')[1] ?? [])]);

/** A draft as it stands now; null when nothing of it is wanting any more. */
function shownAgain({ id, form }: FormDraft, debrief: DebriefRow, sight: Sight, isOpen: boolean): Draft | null {
  const why = strayOf(form, debrief);
  if (why !== null) return { id, kind: 'notItsOwn', why, typed: answersFromForm(form) };
  const { rows: _, answers: __, ...shown } = compare(form, debrief, sight);
  const draft = { ...shown, id, errors: wrongOf(form, shown) };
  if (!isOpen) return wasHandedIn(debrief) ? { ...draft, kind: 'alreadySent' } : null;
  const isWanting = draft.errors.length + shown.merged.torn.length + shown.merged.shut.length > 0;
  return isWanting ? { ...draft, kind: 'asksAgain' } : null;
}

export const wasHandedIn = ({ status }: DebriefRow): boolean => status === 'submitted' || status === 'reviewed';

/** The one debrief that this visit is good for. */
function mine(actor: ClientActor, debrief: DebriefRow | null): DebriefRow {
  if (!debrief) throw new AppError('unauthenticated', 'auth.link-session-ended');
  require(actor, 'debrief.answer', { opened: subjectOf(debrief.id) });
  return debrief;
}
