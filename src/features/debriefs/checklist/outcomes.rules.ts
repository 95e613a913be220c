import { isAddress, plainAddress } from '../../../kernel/addresses.js';
import { addDays, type Day } from '../../../kernel/days.js';
import { isPhone, plainPhone } from '../../../kernel/phones.js';
import { type stepsAfterNo } from '../../follow-ups/follow-ups.rules.js';
import { type AskableBarrier, type MetPerson } from '../issuing/facts.rules.js';
import { type DebriefAnswers, type ItemCode } from './catalogue.rules.js';
import { type OptionOf } from './fields.rules.js';
import { soundsLikeDanger } from './safety.rules.js';

export interface Lesson {
  kind: 'learned' | 'strength' | 'next_time' | 'better_answer' | 'missed_point';
  text: string;
  theme: OptionOf<'theme'> | null;
  /** Kept for the client alone. */
  isPrivate: boolean;
}

export interface MetContact {
  name: string;
  role: string | null;
  email: string | null;
  phone: string | null;
  /** A profile or any other way to reach them, as written. */
  otherContact: string | null;
  metOn: Day | null;
  keepInTouch: OptionOf<'yes_no_unsure'> | null;
}

export interface AskedQuestion {
  text: string;
  type: OptionOf<'question_type'> | null;
  felt: OptionOf<'felt'> | null;
}

type FollowUpKind = (typeof stepsAfterNo)[number];

export interface DebriefFollowUp {
  kind: FollowUpKind;
  /** Key of the title in the content. */
  titleKey: `debriefs.followUps.${FollowUpKind}`;
  /** The client's own words for it (the job, the change, the person); null when there are none. */
  text: string | null;
  dueOn: Day;
}

export interface DebriefOutcomes {
  lessons: Lesson[];
  contacts: MetContact[];
  questions: AskedQuestion[];
  followUps: DebriefFollowUp[];
  /** Open barriers that showed up on the day; a hint for the coach, never a change by itself. */
  barrierSignals: AskableBarrier[];
  confidence: { before: number | null; after: number | null };
  /** The client wants a call, feels very low, or wrote words of danger: the coach calls on the same day. */
  needsCallToday: boolean;
}

/**
 * What follows from the answers. Declined answers give nothing; private ones stay with the client, so they give no
 * contact, question or signal, and their lessons are marked. Only `needsCallToday` looks at everything.
 *
 * @param today the day in the organization's time zone; no due date lies before tomorrow
 * @param peopleMet of the record; one becomes a contact only when the client says they met
 * @param decidedOn the day of the "no"; what is owed to the employer counts from it
 */
export function outcomesOf(
  answers: DebriefAnswers,
  { today, decidedOn, peopleMet }: { today: Day; decidedOn: Day | null; peopleMet: readonly MetPerson[] },
): DebriefOutcomes {
  const told = Object.fromEntries(Object.entries(answers).filter(([, item]) => !item.declined)) as DebriefAnswers;
  const shared = Object.fromEntries(Object.entries(told).filter(([, item]) => !item.isPrivate)) as DebriefAnswers;
  return {
    lessons: lessonsOf(told),
    contacts: contactsOf(shared, peopleMet),
    questions: (shared.q_asked?.rows ?? []).flatMap(({ question, type, felt }) =>
      question ? [{ text: question, type: type ?? null, felt: felt ?? null }] : [],
    ),
    followUps: followUpsOf(shared, today, decidedOn ?? today),
    barrierSignals: signalsOf(shared),
    confidence: { before: shared.conf_pre?.score ?? null, after: shared.conf_post?.score ?? null },
    needsCallToday:
      answers.feel?.wantsCall === true || (told.feel?.score ?? 10) <= 2 || soundsLikeDanger(textsOf(answers)),
  };
}

function lessonsOf(told: DebriefAnswers): Lesson[] {
  const lesson = (kind: Lesson['kind'], code: ItemCode, text?: string, theme?: OptionOf<'theme'>): Lesson[] =>
    text ? [{ kind, text, theme: theme ?? null, isPrivate: told[code]?.isPrivate === true }] : [];
  return [
    ...lesson('learned', 'learned', told.learned?.text, told.learned?.theme),
    ...lesson('strength', 'liked', told.liked?.text),
    ...lesson('strength', 'pos_practice', told.pos_practice?.didWell),
    ...lesson('better_answer', 'q_hard', told.q_hard?.newAnswer),
    ...lesson('missed_point', 'forgot', told.forgot?.text),
    ...lesson('next_time', 'if_then', told.if_then?.text),
  ];
}

function contactsOf({ people }: DebriefAnswers, peopleMet: readonly MetPerson[]): MetContact[] {
  const known = (people?.known ?? []).flatMap(({ name, met, keepInTouch }) => {
    const person = peopleMet.find((one) => one.name === name);
    if (met !== 'yes' || !person) return [];
    const { role, contact } = person;
    return [{ name: person.name, role: role ?? undefined, contact, keepInTouch, metOn: undefined }];
  });
  return [...known, ...(people?.rows ?? [])].flatMap(({ name, role, contact = '', metOn, keepInTouch }) => {
    if (!name) return [];
    const address = plainAddress(contact);
    const number = plainPhone(contact);
    const isEmail = isAddress(address);
    // Few digits may as well be a room or an hour.
    const isNumber = !isEmail && isPhone(number) && number.replace(/\D/g, '').length >= 7;
    return [
      {
        name,
        role: role ?? null,
        email: isEmail ? address : null,
        phone: isNumber ? number : null,
        otherContact: isEmail || isNumber || contact === '' ? null : contact,
        metOn: metOn ?? null,
        keepInTouch: keepInTouch ?? null,
      },
    ];
  });
}

/**
 * Only what the client said they will do becomes a step. Days: thank-you 1 day after the no, feedback 2, LinkedIn and
 * references 3, hello again 35 (4 to 6 weeks); the client's own work 7 days from today (domain facts, F4).
 */
function followUpsOf(shared: DebriefAnswers, today: Day, decidedOn: Day): DebriefFollowUp[] {
  const tomorrow = addDays(today, 1);
  const step = (kind: FollowUpKind, usual: Day, text?: string, chosen?: Day): DebriefFollowUp => ({
    kind,
    titleKey: `debriefs.followUps.${kind}`,
    text: text ?? null,
    dueOn: chosen !== undefined && chosen >= today ? chosen : usual < tomorrow ? tomorrow : usual,
  });
  const after = (days: number): Day => addDays(decidedOn, days);
  const soon = addDays(today, 7);
  const { thanks, feedback_ask, connect, refs, checkin, q_hard, docs_match, one_change, next_one } = shared;
  const will = (item?: { plan?: string }): boolean => item?.plan === 'will_do';
  return [
    ...(will(thanks) ? [step('thanks', after(1))] : []),
    ...(will(feedback_ask) ? [step('feedback_ask', after(2))] : []),
    ...(will(connect) ? [step('connect', after(3))] : []),
    ...(will(refs) ? [step('refs', after(3))] : []),
    ...(will(checkin) ? [step('checkin', after(35), checkin?.person, checkin?.on)] : []),
    ...(q_hard?.question || q_hard?.newAnswer ? [step('practise', soon, q_hard.question)] : []),
    ...(docs_match?.matched === 'no' || docs_match?.matched === 'not_sure' ? [step('letter_review', soon)] : []),
    ...(one_change?.text ? [step('one_change', soon, one_change.text, one_change.on)] : []),
    ...(next_one?.job || next_one?.on ? [step('next_one', soon, next_one.job, next_one.on)] : []),
  ];
}

/** A tick "access" names no barrier: changes for a disability are restricted and talked about with the coach only. */
const barrierBehind: Partial<Record<OptionOf<'in_the_way'>, AskableBarrier>> = {
  ride: 'transport',
  childcare: 'childcare',
  phone_internet: 'digital',
  language: 'english',
  time: 'schedule',
  clothes: 'tools_clothes',
};

function signalsOf({ logistics, ride, home_time, lang }: DebriefAnswers): AskableBarrier[] {
  const isHard = (fits?: string): boolean => fits === 'no' || fits === 'partly';
  const signals = [
    ...(logistics?.what ?? []).map((option) => barrierBehind[option]),
    isHard(ride?.fits) ? ('transport' as const) : undefined,
    isHard(home_time?.fits) ? ('schedule' as const) : undefined,
    lang?.understood === 'little' || lang?.interpreter === 'no_but_wanted' ? ('english' as const) : undefined,
  ];
  return [...new Set(signals.filter((signal) => signal !== undefined))];
}

/** Every text in the answers, for the safety check. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
