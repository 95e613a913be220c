import { AppError } from '../../kernel/errors.js';
import { canMove, type NextMove, nextMoves, type StateMachine } from '../../kernel/state-machine.js';
import { atLeast, type Outcome, type Stage } from '../applications/stages.rules.js';

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

/** Nobody said no to whoever starts, nor to an application that was written down twice. */
export const isNo = (outcome: Outcome): boolean => outcome !== 'hired' && outcome !== 'duplicate';

export interface Course {
  outcome: Outcome;
  furthestStage: Stage;
  /** Rounds of interviews that took place; phone screens and cancelled meetings are not rounds. */
  interviewRounds: number;
  /** Whether a phone or video talk is in the record. Tells the two kinds of `assessment` apart; unknown counts as no. */
  reachedPhoneScreen?: boolean;
}

/**
 * Which checklist fits. The stage decides, the rounds only tell R2 from R3.
 *
 * An assessment lies after the phone screen in the list of stages, but many employers send a test to everybody who
 * applies. So `assessment` is R1 only when a talk is in the record, and R0 otherwise: a page that says less is true.
 */
export function variantFor({ outcome, furthestStage, interviewRounds, reachedPhoneScreen = false }: Course): Variant {
  if (outcome === 'withdrawn' || outcome === 'declined') return 'R6';
  if (outcome === 'no_response') return 'R5';
  if (outcome === 'offer_withdrawn' || atLeast(furthestStage, 'conditional_offer')) return 'R4';
  if (furthestStage === 'reference_check') return 'R3';
  if (furthestStage === 'interview') return interviewRounds >= 2 ? 'R3' : 'R2';
  if (furthestStage === 'phone_screen') return 'R1';
  if (furthestStage === 'assessment') return reachedPhoneScreen ? 'R1' : 'R0';
  return 'R0';
}

export const debriefStates = ['issued', 'opened', 'in_progress', 'submitted', 'reviewed', 'skipped', 'lapsed'] as const;
export type DebriefState = (typeof debriefStates)[number];

/** `skipped` is "not now": whoever skipped may still come back while the link works. */
export const debriefMachine: StateMachine<DebriefState> = {
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

/** What the staff may do next. That a client opens it, or that its time runs out, is no act of theirs. */
export const nextOf = (state: DebriefState): NextMove<DebriefState>[] =>
  nextMoves(debriefMachine, state, (to) => (to === 'in_progress' ? ['answers'] : [])).filter(
    ({ to }) => to !== 'opened' && to !== 'lapsed',
  );

/** Throws `debrief.move-not-allowed` (conflict) for a move that is not in the table. */
export function requireMove(from: DebriefState, to: DebriefState): void {
  if (!canMove(debriefMachine, from, to)) throw new AppError('conflict', 'debrief.move-not-allowed', { from, to });
}

/** Answers may be written in these states. */
export const isOpenForAnswers = (state: DebriefState): boolean =>
  canMove(debriefMachine, state, 'in_progress') || state === 'in_progress';

const DAYS_OPEN = 21;
const daysAfter = (instant: Date, days: number): Date => new Date(instant.getTime() + days * 86_400_000);

/** A debrief that nobody answered lapses after 21 days: old wounds are not reopened. */
export const lapsesAt = (issuedAt: Date): Date => daysAfter(issuedAt, DAYS_OPEN);

/**
 * How long a new link works: as long as answers are taken; for reading what was handed in, 21 days from now. Throws
 * `debrief.not-open` (conflict) for a debrief whose time ran out.
 */
export function linkExpiry(state: DebriefState, lapses: Date, now: Date): Date {
  if (!canStillOpen({ status: state, lapsesAt: lapses.toISOString() }, now))
    throw new AppError('conflict', 'debrief.not-open');
  return state === 'submitted' || state === 'reviewed' ? daysAfter(now, DAYS_OPEN) : lapses;
}

/** Whether there is a page to open: to write in while its time runs, to read for ever once it was handed in. */
export const canStillOpen = (
  { status, lapsesAt: lapses }: { status: DebriefState; lapsesAt: string },
  now: Date,
): boolean => status === 'submitted' || status === 'reviewed' || (status !== 'lapsed' && new Date(lapses) > now);

/** The third "no" within seven days brings a call by the coach instead of one more form. */
export const wayOfIssuing = ({ nosInLastSevenDays }: { nosInLastSevenDays: number }): 'checklist' | 'coach_call' =>
  nosInLastSevenDays >= 3 ? 'coach_call' : 'checklist';

/** Hours without mail, `HH:MM` on the client's clock; they may run over midnight. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** When a mail about a debrief may leave: now, or when the quiet hours on the client's clock (IANA zone) end. */
export function mailMoment(now: Date, timeZone: string, quietHours: QuietHours | null): Date {
  if (quietHours === null) return now;
  const local = now.toTemporalInstant().toZonedDateTimeISO(timeZone);
  const clock = local.toPlainTime().toString({ smallestUnit: 'minute' });
  const { from, to } = quietHours;
  const isQuiet = from <= to ? clock >= from && clock < to : clock >= from || clock < to;
  if (!isQuiet) return now;
  const day = clock < to ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  return new Date(day.toZonedDateTime({ timeZone, plainTime: to }).epochMilliseconds);
}

/** The first word of a name: "Ana Silva" signs as Ana. */
export const firstNameOf = (name: string): string => name.trim().split(/\s/)[0] ?? name;
