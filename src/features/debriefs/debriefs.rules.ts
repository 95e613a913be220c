import { addDays, type Day, dayIn, endOfDay } from '../../kernel/days.js';
import { AppError } from '../../kernel/errors.js';
import { canMove, type NextMove, nextMoves, type StateMachine } from '../../kernel/state-machine.js';
import { atLeast, type Outcome, type Stage } from '../applications/stages.rules.js';
import { type DebriefFacts } from './issuing/facts.rules.js';

/**
 * The checklists, by how far the application got:
 * R0 no talk, R1 phone or video talk, R2 one interview, R3 several rounds,
 * R4 an offer was taken back, R5 no answer, R6 the client stepped out.
 */
export const variants = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6'] as const;
export type Variant = (typeof variants)[number];

/** The variants whose checklist is written. R4 to R6 are recognised, so that nobody gets a wrong one instead. */
export const issuedVariants = ['R0', 'R1', 'R2', 'R3'] as const;
export type IssuedVariant = (typeof issuedVariants)[number];

/** False for R4, R5 and R6: this release has no checklist for them, and a coach's own talk is better than a wrong page. */
export const isIssued = (variant: Variant): variant is IssuedVariant =>
  (issuedVariants as readonly Variant[]).includes(variant);

/** The coach's task where no checklist is written: a talk on the same day. */
export const talkInstead = {
  R4: 'offer_fell_through',
  R5: 'no_answer_came',
  R6: 'client_stepped_out',
} as const satisfies Record<Exclude<Variant, IssuedVariant>, string>;

/** What the coach is asked to do so that a page reaches its client: nothing, once there is no page to bring. */
export const stepsToBring = ['give_page', 'check_address'] as const;

/** What the coach is asked to do about a "no": nothing, once it is taken back. */
export const stepsAfterNo = ['call_client', ...Object.values(talkInstead)] as const;

/** Nobody said no to whoever starts, nor to an application that was written down twice. */
export const isNo = (outcome: Outcome): boolean => outcome !== 'hired' && outcome !== 'duplicate';

/** The endings that came to the client as news from an employer: too many of them in a week are too many. */
export const employersNos = ['rejected', 'closed_position', 'offer_withdrawn'] as const satisfies readonly Outcome[];

export interface Course {
  outcome: Outcome;
  furthestStage: Stage;
  facts: Pick<DebriefFacts, 'reachedPhoneScreen' | 'reachedInterview' | 'roundCount' | 'checkedReferences'>;
}

/**
 * Which checklist fits. How it ended, and whether an offer was in sight, tell the stage and the outcome; how far the
 * client got before that, only what took place tells: who was invited and did not meet anybody had no interview.
 */
export function variantFor({ outcome, furthestStage, facts }: Course): Variant {
  if (outcome === 'withdrawn' || outcome === 'declined') return 'R6';
  if (outcome === 'no_response') return 'R5';
  if (outcome === 'offer_withdrawn' || atLeast(furthestStage, 'conditional_offer')) return 'R4';
  if (facts.checkedReferences) return 'R3';
  if (facts.reachedInterview) return facts.roundCount >= 2 ? 'R3' : 'R2';
  return facts.reachedPhoneScreen ? 'R1' : 'R0';
}

export const debriefStatuses = [
  'issued',
  'opened',
  'in_progress',
  'submitted',
  'reviewed',
  'skipped',
  'lapsed',
] as const;
export type DebriefStatus = (typeof debriefStatuses)[number];

/** `skipped` is "not now": whoever skipped may still come back while the link works. */
export const debriefMachine: StateMachine<DebriefStatus> = {
  name: 'debrief',
  initial: 'issued',
  moves: {
    issued: ['opened', 'in_progress', 'skipped', 'lapsed'],
    opened: ['in_progress', 'submitted', 'skipped', 'lapsed'],
    in_progress: ['submitted', 'skipped', 'lapsed'],
    submitted: ['reviewed'],
    reviewed: [],
    skipped: ['opened', 'in_progress', 'lapsed'],
    lapsed: [],
  },
};

/** Why it was set aside. Nothing follows from it for the client. */
export const skipReasons = ['not_wanted', 'talked_instead', 'not_reached', 'other'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Why it was withdrawn, by itself: the "no" was taken back, or a call takes its place. */
export const withdrawals = ['taken_back', 'call_instead'] as const;
export type Withdrawal = (typeof withdrawals)[number];

interface Withdrawable {
  status: DebriefStatus;
  skipReason: string | null;
  /** The "no" it follows was taken back, whether or not the worker has withdrawn it yet. */
  isTakenBack: boolean;
}

/** Withdrawn is set aside for good: what was written is kept, and nothing is asked or said any more. */
export const isWithdrawn = ({ status, skipReason, isTakenBack }: Withdrawable): boolean =>
  (status === 'skipped' && withdrawals.some((reason) => reason === skipReason)) ||
  (isTakenBack && !['submitted', 'reviewed', 'lapsed'].includes(status));

/**
 * Whether its client has still to hear of it: they did not open it, and it was neither handed in nor set aside. What
 * somebody else saw or typed in it takes the client's own link from nobody.
 */
export const isToBring = ({ status, openedAt }: { status: DebriefStatus; openedAt: string | null }): boolean =>
  openedAt === null && (status === 'issued' || status === 'in_progress');

/** What the staff may do next. That a client opens it, or that its time runs out, is no act of theirs. */
export const nextOf = (status: DebriefStatus): NextMove<DebriefStatus>[] =>
  nextMoves(debriefMachine, status, (to) => (to === 'in_progress' ? ['answers'] : [])).filter(
    ({ to }) => to !== 'opened' && to !== 'lapsed',
  );

/** Throws `debrief.move-not-allowed` (conflict) for a move that is not in the table. */
export function requireMove(from: DebriefStatus, to: DebriefStatus): void {
  if (!canMove(debriefMachine, from, to)) throw new AppError('conflict', 'debrief.move-not-allowed', { from, to });
}

/** Answers may be written in these states. */
export const isOpenForAnswers = (status: DebriefStatus): boolean =>
  canMove(debriefMachine, status, 'in_progress') || status === 'in_progress';

const DAYS_OPEN = 21;

/**
 * A debrief that nobody answered lapses after 21 days: old wounds are not reopened. The last of them counts whole, on the
 * client's calendar: "until Saturday" is over when Saturday is.
 */
export const lapsesAt = (issuedAt: Date, timeZone: string): Date =>
  endOfDay(timeZone, addDays(dayIn(timeZone, issuedAt), DAYS_OPEN));

interface Lapsing extends Withdrawable {
  lapsesAt: string;
}

/**
 * How long a new link works: as long as answers are taken; for reading what was handed in, 21 days from now. Throws
 * `debrief.not-open` (conflict) for a debrief whose time ran out, or that was withdrawn.
 */
export function linkExpiry(debrief: Lapsing & { timeZone: string }, now: Date): Date {
  if (!canStillOpen(debrief, now)) throw new AppError('conflict', 'debrief.not-open');
  const { status, lapsesAt: lapses } = debrief;
  return status === 'submitted' || status === 'reviewed' ? lapsesAt(now, debrief.timeZone) : new Date(lapses);
}

/** Whether there is a page to open: to write in while its time runs, to read for ever once it was handed in. */
export function canStillOpen(debrief: Lapsing, now: Date): boolean {
  const { status, lapsesAt: lapses } = debrief;
  if (status === 'submitted' || status === 'reviewed') return true;
  return status !== 'lapsed' && !isWithdrawn(debrief) && new Date(lapses) > now;
}

/** A "no" older than this reopens an old wound: no checklist follows unless the coach asks for it. */
const FRESH_DAYS = 21;

/** Whether something follows a "no" of this day: by the coach's word, else when it is fresh. */
export const followsNo = (decidedOn: Day, today: Day, asked: boolean | null): boolean =>
  asked ?? decidedOn >= addDays(today, -FRESH_DAYS);

const WINDOW_DAYS = 7;
const MOST_FORMS = 2;

/**
 * From the third "no" within seven days, by the days on which they were decided, a call by the coach takes the place of
 * one more form. Answers the days that such weeks around `decidedOn` cover, or null.
 *
 * @param days the days of the client's "no"s around that day, this one included
 */
export function tooManyNos(days: readonly Day[], decidedOn: Day): { from: Day; to: Day } | null {
  const weeks = Array.from({ length: WINDOW_DAYS }, (_, back) => addDays(decidedOn, -back))
    .map((from) => ({ from, to: addDays(from, WINDOW_DAYS - 1) }))
    .filter(({ from, to }) => days.filter((day) => day >= from && day <= to).length > MOST_FORMS);
  const [last] = weeks;
  const first = weeks.at(-1);
  return first && last ? { from: first.from, to: last.to } : null;
}

/** The days around a "no" that can lie in one week with it. */
export const daysAround = (decidedOn: Day): { from: Day; to: Day } => ({
  from: addDays(decidedOn, 1 - WINDOW_DAYS),
  to: addDays(decidedOn, WINDOW_DAYS - 1),
});

/** Hours without mail, `HH:MM` on the client's clock; they may run over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/**
 * When a mail about a debrief may leave: now, or when the quiet hours on the client's clock (IANA zone) end. They are a
 * stretch of time with two ends, not what a clock shows: on the day on which an hour comes twice they begin with the first
 * of the two and end with the second.
 */
export function mailMoment(now: Date, timeZone: string, quietHours: QuietHours | null): Date {
  if (quietHours === null || quietHours.from === quietHours.to) return now;
  const { from, to } = quietHours;
  const today = now.toTemporalInstant().toZonedDateTimeISO(timeZone).toPlainDate();
  // Those that began yesterday may still last.
  for (const day of [today.subtract({ days: 1 }), today]) {
    const begin = instantOf(day, from, timeZone, 'earlier');
    const end = instantOf(from < to ? day : day.add({ days: 1 }), to, timeZone, 'later');
    if (now >= begin && now < end) return end;
  }
  return now;
}

const instantOf = (day: Temporal.PlainDate, time: string, timeZone: string, which: 'earlier' | 'later'): Date =>
  new Date(
    day.toPlainDateTime(Temporal.PlainTime.from(time)).toZonedDateTime(timeZone, { disambiguation: which })
      .epochMilliseconds,
  );
