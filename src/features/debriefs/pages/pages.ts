import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../../access/actor.js';
import { lastDayBefore } from '../../../kernel/days.js';
import { type Locale, localeFor, sourceLocale } from '../../../platform/content/locales.js';
import { ClientLinksDoor } from '../../client-links/client-links.door.js';
import { closedPage, leftAddress, type PageReply, visitAddress } from '../../client-links/client-pages.door.js';
import { answersOf } from '../checklist/answer-rows.rules.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers } from '../checklist/catalogue.rules.js';
import { type Form } from '../checklist/form.rules.js';
import { contactOf } from '../contact.rules.js';
import { DEBRIEF } from '../debrief-links.js';
import type { DebriefRow } from '../debriefs.repository.js';
import { isWithdrawn } from '../debriefs.rules.js';
import { type ChecklistPageProps, checklistPage } from './checklist-page.js';
import { donePage } from './done-page.js';
import { elsewherePage } from './elsewhere-page.js';
import type { PageCoach, PageVisit } from './page-frame.js';
import { readPage } from './read-page.js';
import { RESUMED, type SavedAt, savedAt } from './saved-place.js';
import { type ShownAgain, wantingOf, wasHandedIn } from './sent-forms.js';
import { DebriefVisitsService, type Sent } from './visits.service.js';
import { withdrawnPage } from './withdrawn-page.js';

/** What the address of the checklist asks for. */
export interface Asked {
  locale: Locale | null;
  /** It was just saved, and from which place of the page. */
  saved: SavedAt | null;
  /** What was typed on a page that had closed could not be brought along. */
  isMissing: boolean;
  late: boolean;
  stray: boolean;
}

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
      resume: (actor, form) => this.send(actor, { ...form, action: RESUMED, locale: '' }, true),
    });
  }

  /**
   * The checklist to fill in, with what was sent and could not be taken; or what was handed in to read. `late` and `stray`:
   * what was sent too late, or belongs elsewhere, is asked for.
   */
  async checklist(actor: ClientActor, { locale: wanted, saved, isMissing, late, stray }: Asked): Promise<PageReply> {
    const visit = await this.visits.visit(actor);
    const { debrief, rows, hidden, isOpen, draft } = visit;
    const kept = answersOf(rows);
    if (stray && draft?.kind === 'notItsOwn') {
      const { why, typed } = draft;
      return { status: 200, html: elsewherePage({ ...frameOf(actor, debrief, wanted), why, typed }) };
    }
    if (isWithdrawn(debrief)) return withdrawn(actor, debrief, kept, wanted);
    if (isOpen) {
      const asked = draft?.kind === 'asksAgain' ? { ...again(draft), draftId: draft.id } : {};
      return {
        status: 200,
        html: checklistOf(actor, debrief, { answers: kept, kept, hidden, saved, isMissing, ...asked }),
      };
    }
    if (!wasHandedIn(debrief)) return closed(debrief);
    if (late && draft?.kind === 'alreadySent')
      return {
        status: 200,
        html: elsewherePage({ ...frameOf(actor, debrief, wanted), why: 'late', typed: newIn(draft) }),
      };
    const { variant, facts, reply, strengthNoted } = debrief;
    const page = { ...frameOf(actor, debrief, wanted), variant, facts, answers: kept, reply, strengthNoted };
    return { status: 200, html: readPage({ ...page, job: jobOf(debrief) }) };
  }

  /** What became of a sent form: always on to a page that is fetched anew. */
  async send(actor: ClientActor, form: Form, isResumed = false): Promise<{ goTo: string }> {
    const sent = await this.visits.send(actor, form, isResumed);
    return {
      goTo: sent.kind === 'left' ? leftAddress(form, sent.rest) : visitAddress(nextOf(sent, form), actor.sessionId),
    };
  }

  /** Thanks, and what comes next. */
  async done(actor: ClientActor, wanted: Locale | null): Promise<PageReply> {
    const visit = await this.visits.visit(actor);
    const { debrief, isOpen } = visit;
    const page = frameOf(actor, debrief, wanted);
    if (debrief.status === 'skipped' && isOpen) {
      const until = lastDayBefore(debrief.timeZone, new Date(debrief.lapsesAt));
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
  coach: { name: debrief.coachName, contact: contactOf(debrief) },
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

/** Where a sent form leads, and to which place of that page. */
function nextOf({ kind }: Sent, form: Form): string {
  switch (kind) {
    case 'saved':
      return savedAt(form);
    case 'submitted':
    case 'skipped':
      return '/d/done';
    case 'asksAgain':
      return '/d/checklist#problem';
    case 'alreadySent':
      return '/d/checklist?late';
    case 'notItsOwn':
      return '/d/checklist?stray';
    default:
      return '/d/checklist';
  }
}

type Filled = Pick<ChecklistPageProps, 'answers' | 'kept' | 'hidden'> &
  Partial<Pick<ChecklistPageProps, 'errors' | 'saved' | 'isMissing' | 'torn' | 'shut' | 'draftId'>>;

/** Of a form that came too late, what is not in what was handed in. */
const newIn = ({ typed, merged, errors }: ShownAgain): RawAnswers => {
  const codes = new Set<string>([...merged.written, ...wantingOf({ merged, errors })]);
  return Object.fromEntries(Object.entries(typed).filter(([code]) => codes.has(code)));
};

/** What was typed stands where it was typed; what this form did not touch is shown as it is kept now. */
function again({ typed, kept, base, merged, hidden, errors }: ShownAgain): Filled {
  const touched = new Set<string>([...Object.values(merged).flat(), ...wantingOf({ merged, errors })]);
  const shown = [...base.keys()].filter((code) => touched.has(code) && !hidden.has(code));
  const answers = { ...kept, ...Object.fromEntries(shown.map((code) => [code, typed[code]])) };
  return { answers, kept, hidden, errors, torn: new Set(merged.torn), shut: new Set(merged.shut) };
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
