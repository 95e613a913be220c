import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../../access/actor.js';
import { dayIn } from '../../../kernel/days.js';
import { type Locale, localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { closedPage } from '../../client-links/client-pages.door.js';
import { answersOf } from '../checklist/answer-rows.rules.js';
import { type DebriefAnswers } from '../checklist/catalogue.rules.js';
import { contactOf } from '../contact.rules.js';
import type { DebriefRow } from '../debriefs.repository.js';
import { firstNameOf, isWithdrawn } from '../debriefs.rules.js';
import { type ChecklistPageProps, checklistPage } from './checklist-page.js';
import { donePage } from './done-page.js';
import { readPage } from './read-page.js';
import { DebriefVisitsService, type Sent, type SentForm } from './visits.service.js';
import { withdrawnPage } from './withdrawn-page.js';

/** A page with its status, or where to go on (303). */
export type PageAnswer = { status: number; html: string } | { goTo: '/d/checklist' | '/d/checklist?saved' | '/d/done' };

/** What a client who opened a debrief sees at each step. */
@Injectable()
export class DebriefPages {
  constructor(private readonly visits: DebriefVisitsService) {}

  /** The checklist to fill in, or what was handed in to read. */
  async checklist(actor: ClientActor, wanted: Locale | null, wasSaved: boolean): Promise<PageAnswer> {
    const { debrief, answers, isOpen } = await this.visits.visit(actor);
    const given = answersOf(answers);
    if (isWithdrawn(debrief)) return withdrawn(debrief, given, wanted);
    if (isOpen) return { status: 200, html: checklistOf(debrief, given, { notice: wasSaved ? 'saved' : null }) };
    if (!wasHandedIn(debrief)) return closed(debrief);
    const { variant, facts, reply, strengthNoted } = debrief;
    const page = { locale: wanted ?? localeOf(debrief), variant, facts, answers: given, reply, strengthNoted };
    return { status: 200, html: readPage({ ...page, job: jobOf(debrief), coach: coachOf(debrief) }) };
  }

  /** What became of a sent form: on to the next page, or the same page with what was typed. */
  async send(actor: ClientActor, form: SentForm): Promise<PageAnswer> {
    const sent: Sent = await this.visits.send(actor, form);
    switch (sent.kind) {
      case 'saved':
        return { goTo: '/d/checklist?saved' };
      case 'withdrawn':
        return { goTo: '/d/checklist' };
      case 'submitted':
      case 'skipped':
        return { goTo: '/d/done' };
      case 'wrong':
        return { status: 422, html: checklistOf(sent.debrief, sent.typed, { errors: sent.errors }) };
      case 'changedElsewhere':
        return { status: 409, html: checklistOf(sent.debrief, sent.typed, { notice: 'changedElsewhere' }) };
      case 'alreadySent':
        if (!wasHandedIn(sent.debrief)) return closed(sent.debrief);
        return { status: 409, html: checklistOf(sent.debrief, sent.typed, { notice: 'alreadySent' }) };
    }
  }

  /** Thanks, and what comes next. */
  async done(actor: ClientActor, wanted: Locale | null): Promise<PageAnswer> {
    const visit = await this.visits.visit(actor);
    const { debrief, isOpen } = visit;
    const page = { locale: wanted ?? localeOf(debrief), coach: coachOf(debrief) };
    if (debrief.status === 'skipped' && isOpen) {
      const until = dayIn(debrief.timeZone, new Date(debrief.lapsesAt));
      return { status: 200, html: donePage({ ...page, kind: 'skipped', until }) };
    }
    if (!wasHandedIn(debrief)) return isOpen || isWithdrawn(debrief) ? { goTo: '/d/checklist' } : closed(debrief);
    const { followUps, lessons, needsCallToday } = this.visits.outcomes(visit);
    const learned = lessons.filter(({ kind }) => kind === 'learned').map(({ text }) => text);
    const kind = debrief.status === 'reviewed' ? 'reviewed' : 'submitted';
    const willBeCalled = needsCallToday && kind === 'submitted';
    return { status: 200, html: donePage({ ...page, kind, followUps, learned, willBeCalled }) };
  }
}

const localeOf = (debrief: DebriefRow): Locale => localeFor(debrief.locale) ?? sourceLocale;
const jobOf = ({ jobTitle, employerName }: DebriefRow): string => `${jobTitle}, ${employerName}`;
const coachOf = (debrief: DebriefRow): ChecklistPageProps['coach'] & object => ({
  firstName: firstNameOf(debrief.coachName),
  contact: contactOf(debrief),
});
const wasHandedIn = ({ status }: DebriefRow): boolean => status === 'submitted' || status === 'reviewed';

/** The "no" is no more: nothing is said about it, and what was written is there to read. */
const withdrawn = (debrief: DebriefRow, answers: DebriefAnswers, wanted: Locale | null): PageAnswer => ({
  status: 200,
  html: withdrawnPage({ locale: wanted ?? localeOf(debrief), answers, coach: coachOf(debrief) }),
});

/** The time ran out: the same words as for a link that opens nothing. */
const closed = (debrief: DebriefRow): PageAnswer => ({
  status: 404,
  html: closedPage(localeOf(debrief)),
});

const checklistOf = (
  debrief: DebriefRow,
  answers: DebriefAnswers | ChecklistPageProps['answers'],
  more: Pick<ChecklistPageProps, 'errors' | 'notice'>,
): string => {
  const { variant, facts, version } = debrief;
  const page = { locale: localeOf(debrief), variant, facts, answers, version };
  return checklistPage({ ...page, job: jobOf(debrief), coach: coachOf(debrief), ...more });
};
