import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { require } from '../../../access/access.js';
import type { ClientActor } from '../../../access/actor.js';
import { AppError } from '../../../kernel/errors.js';
import { isLocale, type Locale } from '../../../platform/content/locales.js';
import { Database } from '../../../platform/database/database.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { Limits, limits } from '../../../platform/http/limits.js';
import { DebriefLinksRepository } from '../../client-links/client-links.repository.js';
import { DebriefLinks } from '../../client-links/client-links.service.js';
import { ClientSessions } from '../../client-links/client-sessions.js';
import { tokenDigest, typedCode } from '../../client-links/codes.js';
import { type AnswerRow, answersOf } from '../checklist/answer-rows.rules.js';
import { DebriefAnswering } from '../checklist/answering.js';
import { checkAnswers, type RawAnswers } from '../checklist/answers.rules.js';
import { answersFromForm } from '../checklist/form.rules.js';
import { type DebriefOutcomes } from '../checklist/outcomes.rules.js';
import { type DebriefRow, DebriefsRepository } from '../debriefs.repository.js';

/** What a client sent with the form of the checklist. */
export type SentForm = Readonly<Record<string, unknown>>;

/** What became of a sent form: kept, or shown again with what was typed. */
export type Sent =
  | { kind: 'saved' | 'submitted' | 'skipped' }
  | { kind: 'wrong'; debrief: DebriefRow; typed: RawAnswers; errors: ReturnType<typeof checkAnswers>['errors'] }
  | { kind: 'changedElsewhere' | 'alreadySent'; debrief: DebriefRow; typed: RawAnswers };

export interface Visit {
  debrief: DebriefRow;
  answers: readonly AnswerRow[];
  isOpen: boolean;
}

/** The client's side: opens one debrief by link or code, and touches nothing else. */
@Injectable()
export class DebriefVisitsService {
  constructor(
    private readonly database: Database,
    private readonly repository: DebriefsRepository,
    private readonly links: DebriefLinks,
    private readonly linkRows: DebriefLinksRepository,
    private readonly answering: DebriefAnswering,
    private readonly sessions: ClientSessions,
    private readonly limits: Limits,
  ) {}

  /**
   * Trades a token or a short code for a session; answers its `Set-Cookie`. Throws 422 `debrief.link-not-valid`, the same
   * for one that never was, is too old, was revoked, or leads to what has lapsed; 429 for too many codes of one network.
   */
  async start(given: { token: string; code: string }, network: string, requestId: string): Promise<string> {
    const code = typedCode(given.code);
    const limit = given.token === '' ? limits.codePerNetwork : limits.tokenPerNetwork;
    await this.limits.take(limit, network);
    const found = await this.database.acrossOrganizations('a link names no organization', async (tx) => {
      if (given.token !== '') return this.linkRows.findByToken(tx, tokenDigest(given.token));
      return code === null ? null : this.linkRows.findByCode(tx, this.links.digestOfCode(code));
    });
    if (!found) throw linkNotValid();
    const cookie = await this.database.asSystem(found.organizationId, 'open a debrief by its link', async (tx) => {
      const used = await this.linkRows.use(tx, found.id);
      if (!used) throw linkNotValid();
      return this.sessions.open(tx, { ...used, linkId: found.id });
    });
    await this.limits.giveBack(limit, network);
    await this.opened(await this.sessions.actorOf(cookie, requestId));
    return cookie;
  }

  visit(actor: ClientActor): Promise<Visit> {
    return this.database.read(actor, async (tx) => {
      const debrief = mine(actor, await this.repository.find(tx, 'organization', actor.debriefId));
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
      const debrief = mine(actor, await this.repository.lock(tx, 'organization', actor.debriefId));
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
      require(tx.actor, 'debrief.skip', { debriefId: debrief.id });
      await this.answering.skip(tx, saved, { by: 'client' });
      return { kind: 'skipped' };
    }
    if (errors.length > 0) return { kind: 'wrong', debrief: saved, typed, errors };
    if (action !== 'submit') return { kind: 'saved' };
    await this.answering.submit(tx, saved, 'client');
    return { kind: 'submitted' };
  }

  private async isKept(tx: WriteTx, { id, variant, facts }: DebriefRow, typed: RawAnswers): Promise<boolean> {
    const { answers, errors } = checkAnswers(variant, facts, typed, 'draft');
    return errors.length === 0 && isDeepStrictEqual(answers, answersOf(await this.repository.allAnswers(tx, id)));
  }

  private async opened(actor: ClientActor): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const debrief = mine(actor, await this.repository.lock(tx, 'organization', actor.debriefId));
      if (debrief.status === 'issued' || debrief.status === 'skipped') {
        await this.answering.move(tx, debrief, {
          status: 'opened',
          openedAt: debrief.openedAt ?? tx.now.toISOString(),
        });
      }
      await this.answering.record(tx, debrief, 'debrief.opened', {});
    });
  }
}

const linkNotValid = (): AppError => new AppError('refused', 'debrief.link-not-valid');

/** The one debrief that this session is good for. */
function mine(actor: ClientActor, debrief: DebriefRow | null): DebriefRow {
  if (!debrief) throw new AppError('unauthenticated', 'auth.link-session-ended');
  require(actor, 'debrief.answer', { debriefId: debrief.id });
  return debrief;
}
