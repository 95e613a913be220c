import { type Day, dayIn } from '../../kernel/days.js';
import { AppError, refused } from '../../kernel/errors.js';
import { canMove, type StateMachine } from '../../kernel/state-machine.js';
import { type InterviewEvent, type InterviewOutcome } from './interviews.events.js';

export type { InterviewOutcome };

export const interviewKinds = ['phone', 'video', 'in_person', 'panel', 'group', 'assessment', 'working'] as const;
export type InterviewKind = (typeof interviewKinds)[number];

/** Where it stands: `scheduled` until somebody says what became of it. */
export type InterviewStatus = 'scheduled' | InterviewOutcome;

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
export const interviewStatuses = Object.keys(interviewMachine.moves) as InterviewStatus[];

/** The most rounds one application can have: above that it is a slip of the finger. */
export const maxRounds = 20;

interface Round {
  round: number;
  outcome: InterviewOutcome | null;
}

/** The round after the last one that stands; a cancelled or moved interview frees its number. */
export const nextRound = (interviews: readonly Round[]): number =>
  Math.max(0, ...standing(interviews).map(({ round }) => round)) + 1;

const isOff = ({ outcome }: { outcome: InterviewOutcome | null }): boolean =>
  outcome === 'cancelled' || outcome === 'rescheduled';

const standing = <Item extends Round>(interviews: readonly Item[]): Item[] =>
  interviews.filter((interview) => !isOff(interview));

export const wasHeld = ({ outcome }: { outcome: InterviewOutcome | null }): boolean =>
  outcome !== null && heldOutcomes.includes(outcome);

/** What became of it, for those who ask no closer: the debriefs count only what was held. */
export type InterviewCourse = 'planned' | 'held' | 'missed' | 'cancelled';

export function courseOf(interview: { outcome: InterviewOutcome | null }): InterviewCourse {
  if (!interview.outcome) return 'planned';
  if (isOff(interview)) return 'cancelled';
  return wasHeld(interview) ? 'held' : 'missed';
}

/** One that stands begins at this moment already: most likely it is the same one. */
export const sameStart = (existing: { id: string } | null): AppError =>
  new AppError('conflict', 'interview.same-start', {}, [], existing && { type: 'interview', id: existing.id });

interface WrittenDown extends Round {
  id: string;
  startsAt: Date;
}

export interface ScheduleRequest {
  kind: InterviewKind;
  startsAt: Date;
  /** The next one when left out. Talks with three departments on one day are one round with more people. */
  round?: number | undefined;
}

/** The round is taken by an interview that stands. */
export const roundTaken = (round: number): AppError => new AppError('conflict', 'interview.round-taken', { round });

/**
 * The round of a new interview. Refuses what is written down already (`interview.same-start`), a round that is taken (`interview.round-taken`) or leaves a gap
 * (`interview.round-leaves-gap`), and a date to come for an application that has ended
 * (`interview.application-ended`); one that took place before can be added late.
 */
export function schedule(
  application: { outcome: string | null },
  others: readonly WrittenDown[],
  request: ScheduleRequest,
  { now }: { now: Date },
): { round: number } {
  if (application.outcome && request.startsAt > now) {
    throw refused('interview.application-ended', { outcome: application.outcome });
  }
  const same = standing(others).find(({ startsAt }) => startsAt.getTime() === request.startsAt.getTime());
  if (same) throw sameStart(same);
  const next = nextRound(others);
  const round = request.round ?? next;
  if (standing(others).some((other) => other.round === round)) throw roundTaken(round);
  if (round > next || round > maxRounds) {
    throw refused('interview.round-leaves-gap', { round, next: Math.min(next, maxRounds) });
  }
  return { round };
}

export interface Interview extends Round {
  startsAt: Date;
}

/**
 * The round of a deleted interview that comes back: its own while that is free, else the next. Refuses a date to come for
 * an application that has ended (`interview.application-ended`), and `interview.round-taken` when all rounds are.
 */
export function comeBack(
  application: { outcome: string | null },
  others: readonly Round[],
  interview: Interview,
  { now }: { now: Date },
): { round: number } {
  const { round, outcome, startsAt } = interview;
  if (application.outcome && !outcome && startsAt > now)
    throw refused('interview.application-ended', { outcome: application.outcome });
  if (isOff(interview) || !standing(others).some((other) => other.round === round)) return { round };
  const next = nextRound(others);
  if (next > maxRounds) throw roundTaken(round);
  return { round: next };
}

/**
 * Checks a new time. Refuses one to come for an interview that already took place or was missed
 * (`interview.not-yet-held`) and for an application that has ended (`interview.application-ended`), and any new time
 * for one that is off (`interview.is-off`): that is a new interview.
 */
export function checkNewStart(
  application: { outcome: string | null },
  interview: Interview,
  startsAt: Date,
  { now }: { now: Date },
): void {
  const { outcome } = interview;
  if (isOff(interview)) throw refused('interview.is-off', { outcome: outcome ?? '' });
  if (startsAt <= now) return;
  if (outcome) throw refused('interview.not-yet-held', { to: outcome });
  if (application.outcome) throw refused('interview.application-ended', { outcome: application.outcome });
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

/** What may be said of it next, by the rules: before it begins, only that it is off. No outcome needs more than itself. */
export const movesOf = (interview: Pick<Interview, 'outcome' | 'startsAt'>, { now }: { now: Date }) =>
  interviewMachine.moves[interview.outcome ?? 'scheduled']
    .filter((to) => interview.startsAt <= now || !(atStart as readonly InterviewStatus[]).includes(to))
    .map((to) => ({ to, needs: [] }));

/**
 * The day by which an answer was promised. Refuses a day before the interview's own day, in the interview's time zone:
 * `interview.promise-before-interview`.
 */
export function checkPromise(interview: { startsAt: Date; timeZone: string }, promisedOn: Day): Day {
  const heldOn = dayIn(interview.timeZone, interview.startsAt);
  if (promisedOn < heldOn) throw refused('interview.promise-before-interview', { on: promisedOn, earliest: heldOn });
  return promisedOn;
}

/** The ledger line of an interview: never its place, its people or a note. */
export const interviewEvent = (
  name: InterviewEvent['name'],
  { id, applicationId, clientId }: { id: string; applicationId: string; clientId: string },
  { round, startsAt, outcome }: Interview,
): InterviewEvent => ({
  name,
  payload: { interviewId: id, applicationId, clientId, round, startsAt: startsAt.toISOString(), outcome },
});
