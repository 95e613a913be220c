import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../../access/actor.js';
import { dayIn } from '../../../kernel/days.js';
import { type Locale, localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { ClientLinksDoor } from '../../client-links/client-links.door.js';
import { closedPage, leftAddress, type PageReply, visitAddress } from '../../client-links/client-pages.door.js';
import { answersOf } from '../checklist/answer-rows.rules.js';
import { type DebriefAnswers, type ItemCode } from '../checklist/catalogue.rules.js';
import { type Form } from '../checklist/form.rules.js';
import { contactOf } from '../contact.rules.js';
import { DEBRIEF } from '../debrief-links.js';
import type { DebriefRow } from '../debriefs.repository.js';
import { firstNameOf, isWithdrawn } from '../debriefs.rules.js';
import { type ChecklistPageProps, checklistPage } from './checklist-page.js';
import { donePage } from './done-page.js';
import { elsewherePage } from './elsewhere-page.js';
import type { PageCoach, PageVisit } from './page-frame.js';
import { readPage } from './read-page.js';
import { DebriefVisitsService, type Sent, type ShownAgain, wasHandedIn } from './visits.service.js';
import { withdrawnPage } from './withdrawn-page.js';

/** What whoever opened a debrief sees at each step. Each page names its visit, and leads to pages of that one alone. */
@Injectable()
export class DebriefPages {
  constructor(
    private readonly visits: DebriefVisitsService,
    links: ClientLinksDoor,
  ) {
    links.kind({
      kind: DEBRIEF,
      page: '/d/checklist',
      mayOpen: (tx, id) => visits.mayOpen(tx, id),
      opened: (tx, actor) => visits.opened(tx, actor),
      resume: (actor, form) => this.send(actor, { ...form, action: 'save', locale: '' }, true),
    });
  }

  /** The checklist to fill in, or what was handed in to read. */
  async checklist(actor: ClientActor, wanted: Locale | null, wasSaved: boolean): Promise<PageReply> {
    const visit = await this.visits.visit(actor);
    const { debrief, rows, hidden, isOpen } = visit;
    const kept = answersOf(rows);
    if (isWithdrawn(debrief)) return withdrawn(actor, debrief, kept, wanted);
    if (isOpen) {
      const notice = wasSaved ? 'saved' : null;
      return { status: 200, html: checklistOf(actor, debrief, { answers: kept, kept, hidden, notice }) };
    }
    if (!wasHandedIn(debrief)) return closed(debrief);
    const { variant, facts, reply, strengthNoted } = debrief;
    const page = { ...frameOf(actor, debrief, wanted), variant, facts, answers: kept, reply, strengthNoted };
    return { status: 200, html: readPage({ ...page, job: jobOf(debrief) }) };
  }

  /** What became of a sent form: on to the next page, or the same page with what was typed. */
  async send(actor: ClientActor, form: Form, isResumed = false): Promise<PageReply> {
    const sent: Sent = await this.visits.send(actor, form);
    const of = { isAssisted: actor.visit.kind === 'assisted', isResumed };
    switch (sent.kind) {
      case 'saved':
        return { goTo: visitAddress('/d/checklist?saved', actor.sessionId) };
      case 'withdrawn':
        return { goTo: visitAddress('/d/checklist', actor.sessionId) };
      case 'submitted':
      case 'skipped':
        return { goTo: visitAddress('/d/done', actor.sessionId) };
      case 'left':
        return { goTo: leftAddress(form) };
      case 'asksAgain':
        return {
          status: sent.errors.length > 0 ? 422 : 409,
          html: checklistOf(actor, sent.debrief, again(sent, of)),
        };
      case 'alreadySent':
        if (!wasHandedIn(sent.debrief)) return closed(sent.debrief);
        return {
          status: 409,
          html: checklistOf(actor, sent.debrief, { ...again(sent, of), notice: 'alreadySent' }),
        };
      case 'notItsOwn':
        return { status: 409, html: elsewherePage({ ...frameOf(actor, sent.debrief, null), typed: sent.typed }) };
    }
  }

  /** Thanks, and what comes next. */
  async done(actor: ClientActor, wanted: Locale | null): Promise<PageReply> {
    const visit = await this.visits.visit(actor);
    const { debrief, isOpen } = visit;
    const page = frameOf(actor, debrief, wanted);
    if (debrief.status === 'skipped' && isOpen) {
      const until = dayIn(debrief.timeZone, new Date(debrief.lapsesAt));
      return { status: 200, html: donePage({ ...page, kind: 'skipped', until }) };
    }
    if (!wasHandedIn(debrief)) {
      const hasPage = isOpen || isWithdrawn(debrief);
      return hasPage ? { goTo: visitAddress('/d/checklist', actor.sessionId) } : closed(debrief);
    }
    const { followUps, lessons, needsCallToday } = this.visits.outcomes(visit);
    const learned = lessons.filter(({ kind }) => kind === 'learned').map(({ text }) => text);
    const kind = debrief.status === 'reviewed' ? 'reviewed' : 'submitted';
    const willBeCalled = needsCallToday && kind === 'submitted';
    return { status: 200, html: donePage({ ...page, kind, followUps, learned, willBeCalled }) };
  }
}

const localeOf = (debrief: DebriefRow): Locale => localeFor(debrief.locale) ?? sourceLocale;
const jobOf = ({ jobTitle, employerName }: DebriefRow): string => `${jobTitle}, ${employerName}`;

const frameOf = (
  actor: ClientActor,
  debrief: DebriefRow,
  wanted: Locale | null,
): { locale: Locale; coach: PageCoach; visit: PageVisit } => ({
  locale: wanted ?? localeOf(debrief),
  coach: { firstName: firstNameOf(debrief.coachName), contact: contactOf(debrief) },
  visit: { id: actor.sessionId, kind: actor.visit.kind },
});

/** The "no" is no more: nothing is said about it, and what was written is there to read. */
const withdrawn = (
  actor: ClientActor,
  debrief: DebriefRow,
  answers: DebriefAnswers,
  wanted: Locale | null,
): PageReply => ({ status: 200, html: withdrawnPage({ ...frameOf(actor, debrief, wanted), answers }) });

/** The time ran out: the same words as for a link that opens nothing. */
const closed = (debrief: DebriefRow): PageReply => ({
  status: 404,
  html: closedPage(localeOf(debrief)),
});

type Filled = Pick<ChecklistPageProps, 'answers' | 'kept' | 'hidden'> &
  Partial<Pick<ChecklistPageProps, 'errors' | 'notice' | 'torn' | 'shut'>>;

/**
 * What was typed stands where it was typed; what this form did not touch is shown as it is kept now. In an assisted visit
 * what is kept as the client's alone is shown no more, and what was typed on another visit never is.
 */
function again(
  { typed, kept, base, merged, hidden, errors }: ShownAgain,
  of: { isAssisted: boolean; isResumed: boolean },
): Filled {
  const touched = new Set([
    ...Object.values(merged).flat(),
    ...errors.flatMap(({ pointer }) => pointer.split('/')[1] ?? []),
  ]);
  const isOwn = (code: ItemCode): boolean => of.isAssisted && typed[code]?.isPrivate === true;
  const shut = new Set([...hidden, ...merged.written.filter(isOwn)]);
  const isShown = (code: ItemCode): boolean => touched.has(code) && !shut.has(code) && !(of.isResumed && isOwn(code));
  const shown = [...base.keys()].filter(isShown).map((code) => [code, typed[code]] as const);
  const answers = { ...kept, ...Object.fromEntries(shown) };
  for (const code of shut) delete answers[code];
  return { answers, kept, hidden: shut, errors, torn: new Set(merged.torn), shut: new Set(merged.shut) };
}

const checklistOf = (actor: ClientActor, debrief: DebriefRow, filled: Filled): string => {
  const { id, variant, facts } = debrief;
  return checklistPage({
    ...frameOf(actor, debrief, null),
    debriefId: id,
    variant,
    facts,
    job: jobOf(debrief),
    ...filled,
  });
};
