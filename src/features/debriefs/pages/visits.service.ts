import { Injectable } from '@nestjs/common';
import { require } from '../../../access/access.js';
import type { ClientActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { isLocale, type Locale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { ClientLinksDoor } from '../../client-links/client-links.door.js';
import { LEAVE, type Rest } from '../../client-links/client-pages.door.js';
import { DebriefAnswering, notSkipped, type Sight } from '../checklist/answering.js';
import { type DebriefAnswers, type ItemCode } from '../checklist/catalogue.rules.js';
import { type Form } from '../checklist/form.rules.js';
import { type DebriefOutcomes } from '../checklist/outcomes.rules.js';
import { openedDebriefOf, subjectOf } from '../debrief-links.js';
import { type DebriefRow, DebriefsRepository } from '../debriefs.repository.js';
import { isWithdrawn } from '../debriefs.rules.js';
import { compare, type Draft, restOf, type Sending, shownAgain, strayOf, wasHandedIn, wrongOf } from './sent-forms.js';

/** What became of a sent form. */
export type Sent =
  | { kind: 'saved' | 'submitted' | 'skipped' | 'withdrawn' }
  /** Something could not be taken: it is kept, and the page shows it again. */
  | { kind: 'asksAgain' | 'alreadySent' | 'notItsOwn' | 'closed' }
  /** Away from here. */
  | { kind: 'left'; rest: Rest | null };

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

  /**
   * What happens because somebody came in. Only a client's own visit opens the debrief: who looks at an assisted one may be
   * the coach alone, so the client's own mail still goes, and the trail has the look.
   */
  async opened(tx: WriteTx, actor: ClientActor): Promise<void> {
    const debrief = mine(actor, await this.repository.lock(tx, 'organization', openedDebriefOf(actor)));
    const { status } = debrief;
    if (actor.visit.kind === 'own' && !isWithdrawn(debrief)) {
      const openedAt = debrief.openedAt ?? tx.now.toISOString();
      if (status === 'issued' || status === 'skipped')
        await this.answering.move(tx, debrief, { ...notSkipped, status: 'opened', openedAt });
      // Somebody wrote in it before its client saw it.
      else if (status === 'in_progress' && debrief.openedAt === null)
        await this.answering.move(tx, debrief, { openedAt });
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
    const isNew = Object.keys(written).length > 0 || merged.emptied.length > 0;
    const { status, locale: before } = shown.debrief;
    const isChanged = isNew || status !== 'in_progress' || (patch.locale ?? before) !== before;
    const debrief = isChanged ? await this.answering.save(tx, shown.debrief, change, patch) : shown.debrief;
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
    { debrief, rows, answers, merged, errors }: Sending,
    { action }: Form,
  ): Promise<Sent> {
    // Nothing can be asked any more: of what was changed on both sides, the words that were typed now stand.
    const torn = merged.torn.filter((code) => answers[code] !== undefined);
    const written = only(answers, [...merged.written, ...torn]);
    if (Object.keys(written).length > 0) {
      await this.answering.write(tx, debrief, { answers: written, gone: [], before: rows });
      await this.answering.move(tx, debrief, {});
    }
    return action === LEAVE ? { kind: 'left', rest: errors.length > 0 ? 'late' : null } : { kind: 'withdrawn' };
  }
}

const only = (answers: DebriefAnswers, codes: readonly ItemCode[]): DebriefAnswers =>
  Object.fromEntries(codes.map((code) => [code, answers[code]]));

/** It takes no more answers. The same form once more (a second tap, "reload") alarms nobody: nothing is lost. */
function tooLate({ debrief, merged, errors }: Sending): Sent {
  if (!wasHandedIn(debrief)) return { kind: 'closed' };
  const isKept = Object.values(merged).every((codes) => codes.length === 0) && errors.length === 0;
  return { kind: isKept ? 'submitted' : 'alreadySent' };
}

/** The one debrief that this visit is good for. */
function mine(actor: ClientActor, debrief: DebriefRow | null): DebriefRow {
  if (!debrief) throw new AppError('unauthenticated', 'auth.link-session-ended');
  require(actor, 'debrief.answer', { opened: subjectOf(debrief.id) });
  return debrief;
}
