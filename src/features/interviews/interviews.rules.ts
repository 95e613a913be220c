import { addBusinessDays, addDays, type Day, dayIn } from '../../kernel/days.js';
import { refused } from '../../kernel/errors.js';
import { canMove, type StateMachine } from '../../kernel/state-machine.js';
import { type InterviewEvent, type InterviewOutcome } from './interviews.events.js';

export const interviewKinds = ['phone', 'video', 'in_person', 'panel', 'group', 'assessment', 'working'] as const;
export type InterviewKind = (typeof interviewKinds)[number];

type InterviewStatus = 'scheduled' | InterviewOutcome;

/** It took place: only then may anybody be told that they had this interview. */
const heldOutcomes: readonly InterviewOutcome[] = ['passed', 'not_passed', 'unknown'];
const missedOutcomes: readonly InterviewOutcome[] = ['no_show_employer', 'no_show_client'];
const atStart: readonly InterviewOutcome[] = [...heldOutcomes, ...missedOutcomes];

/** An outcome can be corrected. `rescheduled` stays: a new interview has taken its place. */
export const interviewMachine: StateMachine<InterviewStatus> = {
  name: 'interview',
  initial: 'scheduled',
  moves: {
    scheduled: [...atStart, 'cancelled', 'rescheduled'],
    ...(Object.fromEntries(
      [...atStart, 'cancelled' as const].map((from) => [from, [...atStart, 'cancelled'].filter((to) => to !== from)]),
    ) as Record<Exclude<InterviewOutcome, 'rescheduled'>, InterviewOutcome[]>),
    rescheduled: [],
  },
};
export const interviewOutcomes = interviewMachine.moves.scheduled as readonly InterviewOutcome[];

/** The most rounds one application can have: above that it is a slip of the finger. */
export const maxRounds = 20;

interface Round {
  round: number;
  outcome: InterviewOutcome | null;
}

/** The round after the last one that stands; a cancelled or moved interview frees its number. */
export const nextRound = (interviews: readonly Round[]): number =>
  Math.max(0, ...standing(interviews).map(({ round }) => round)) + 1;

const standing = <Item extends Round>(interviews: readonly Item[]): Item[] =>
  interviews.filter(({ outcome }) => outcome !== 'cancelled' && outcome !== 'rescheduled');

/** How many different rounds took place: three departments on one day, recorded as one round, count once. */
export const heldRounds = (interviews: readonly Round[]): number =>
  new Set(interviews.filter(wasHeld).map(({ round }) => round)).size;

export const wasHeld = ({ outcome }: { outcome: InterviewOutcome | null }): boolean =>
  outcome !== null && heldOutcomes.includes(outcome);

export interface ScheduleRequest {
  kind: InterviewKind;
  startsAt: Date;
  /** The next one when left out. Several interviews may share a round. */
  round?: number | undefined;
}

/**
 * The round of a new interview. Refuses a round that leaves a gap (`interview.round-leaves-gap`) and a date to come
 * for an application that has ended (`interview.application-ended`); one that took place before can be added late.
 */
export function schedule(
  application: { outcome: string | null },
  others: readonly Round[],
  request: ScheduleRequest,
  { now }: { now: Date },
): { round: number } {
  if (application.outcome && request.startsAt > now) {
    throw refused('interview.application-ended', { outcome: application.outcome });
  }
  const next = nextRound(others);
  const round = request.round ?? next;
  if (round > next || round > maxRounds) {
    throw refused('interview.round-leaves-gap', { round, next: Math.min(next, maxRounds) });
  }
  return { round };
}

export interface Interview extends Round {
  startsAt: Date;
}

/**
 * Checks an outcome. Refuses `interview.outcome-not-allowed` (the same again, or after `rescheduled`) and
 * `interview.not-yet-held` for what can only be known once it has begun.
 */
export function conclude(interview: Interview, outcome: InterviewOutcome, { now }: { now: Date }): void {
  const from = interview.outcome ?? 'scheduled';
  if (!canMove(interviewMachine, from, outcome)) throw refused('interview.outcome-not-allowed', { from, to: outcome });
  if (atStart.includes(outcome) && interview.startsAt > now) throw refused('interview.not-yet-held', { to: outcome });
}

/**
 * The day by which an answer was promised. Refuses a day before the interview's own day, in the interview's time zone:
 * `interview.promise-before-interview`.
 */
export function checkPromise(interview: { startsAt: Date; timeZone: string }, promisedOn: Day): Day {
  const heldOn = dayIn(interview.timeZone, interview.startsAt);
  if (promisedOn < heldOn) throw refused('interview.promise-before-interview', { on: promisedOn, earliest: heldOn });
  return promisedOn;
}

/**
 * When to ask about an answer that has not come: three business days after the promised day, else ten days after the
 * interview.
 */
export const askAboutAnswerOn = (heldOn: Day, promisedOn: Day | null): Day =>
  promisedOn ? addBusinessDays(promisedOn, 3) : addDays(heldOn, 10);

/** The ledger line of an interview: never its place, its people or a note. */
export const interviewEvent = (
  name: InterviewEvent['name'],
  { id, applicationId, clientId }: { id: string; applicationId: string; clientId: string },
  { round, startsAt, outcome }: Interview,
): InterviewEvent => ({
  name,
  payload: { interviewId: id, applicationId, clientId, round, startsAt: startsAt.toISOString(), outcome },
});
