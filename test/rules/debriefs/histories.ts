import fc from 'fast-check';
import {
  type Application,
  positionOf,
  type StageMove,
  stagesReached,
} from '../../../src/features/applications/application-state.rules.js';
import { begin, move } from '../../../src/features/applications/applications.rules.js';
import { nextOf } from '../../../src/features/applications/stage-moves/next-moves.rules.js';
import { isOutcome, type Outcome, type Stage, stages } from '../../../src/features/applications/stages.rules.js';
import { type RecordedApplication, type RecordedMeeting } from '../../../src/features/debriefs/issuing/record.rules.js';
import {
  conclude,
  courseOf,
  type InterviewOutcome,
  interviewKinds,
  interviewOutcomes,
  schedule,
} from '../../../src/features/interviews/interviews.rules.js';
import { addDays } from '../../../src/kernel/days.js';
import { AppError } from '../../../src/kernel/errors.js';

/** A meeting in a history, with its id and round. */
export type Meeting = RecordedMeeting & { id: string; round: number; people: RecordedMeeting['people'] };

/** What happened, in the order in which it was written down, and how it stood when it ended. */
export interface History {
  moves: StageMove[];
  meetings: Meeting[];
  outcome: Outcome;
  furthestStage: Stage;
  decidedOn: string;
  now: Date;
}

const FIRST = '2026-06-01';

/** What a coach may do on a day. Numbers choose among what is possible then. */
const acts = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), which: fc.nat(40) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('meet' as const),
      kind: fc.constantFrom(...interviewKinds),
      inDays: fc.integer({ min: -6, max: 12 }),
      people: fc.array(fc.constantFrom('Sam Lee', 'Kim', 'Dana Reyes'), { maxLength: 2 }),
      promisedInDays: fc.option(fc.integer({ min: 0, max: 8 }), { nil: null }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('conclude' as const),
      which: fc.nat(10),
      outcome: fc.constantFrom(...interviewOutcomes),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('again' as const), which: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), which: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(10) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 9 }) }) },
);

const isOff = ({ outcome }: { outcome: InterviewOutcome | null }): boolean => courseOf({ outcome }) === 'cancelled';
const sharesPlace = (a: Meeting, b: Meeting): boolean => a.round === b.round || a.startsAt === b.startsAt;

const noon = (day: string): Date => new Date(`${day}T19:00:00Z`);

/** What the rules refuse did not happen. */
function unlessRefused<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** Plays acts by the real rules: no history that the web API would not take. Ends as `ending` says, where it can. */
function play(
  begun: Stage,
  doings: readonly (typeof acts extends fc.Arbitrary<infer A> ? A : never)[],
  ending: number,
): History | null {
  const first = begin({ id: 'a', clientId: 'c' }, { stage: begun }, FIRST);
  let application: Application = { id: 'a', clientId: 'c', ...first.state };
  const moves = [first.history];
  let meetings: Meeting[] = [];
  let today = FIRST;
  let made = 0;
  const go = (to: Parameters<typeof move>[1]['to']): void => {
    const reasons = to === 'rejected' ? [{ code: 'unknown' as const, source: 'coach_guess' as const }] : [];
    const done = unlessRefused(() => move(application, { to, reasons, note: 'why' }, { today }));
    if (!done) return;
    application = { ...application, ...done.state };
    moves.push(done.history);
  };
  const meet = (
    kind: (typeof interviewKinds)[number],
    startsAt: Date,
    more: Pick<Meeting, 'people' | 'promisedDecisionOn'>,
  ): void => {
    const others = meetings.map((one) => ({ ...one, startsAt: new Date(one.startsAt) }));
    const planned = unlessRefused(() => schedule(application, others, { kind, startsAt }, { now: noon(today) }));
    if (!planned) return;
    const row = {
      id: `m${made++}`,
      round: planned.round,
      kind,
      startsAt: startsAt.toISOString(),
      timeZone: 'America/Los_Angeles',
    };
    meetings.push({ ...row, outcome: null, ...more });
  };
  const say = (one: Meeting, outcome: InterviewOutcome): void => {
    // The database refuses what another took the place of.
    const isTaken =
      !isOff({ outcome }) && meetings.some((other) => other !== one && !isOff(other) && sharesPlace(other, one));
    const isSaid = unlessRefused(() => {
      conclude({ ...one, startsAt: new Date(one.startsAt) }, outcome, { now: noon(today) });
      return true;
    });
    if (isSaid && !isTaken) one.outcome = outcome;
  };
  const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];
  const endings = (): Outcome[] =>
    nextOf(application).flatMap(({ to }) => (isOutcome(to) && to !== 'hired' && to !== 'duplicate' ? [to] : []));
  for (const act of doings) {
    if (act.do === 'wait') today = addDays(today, act.days);
    else if (act.do === 'move') {
      const next = pick(nextOf(application), act.which);
      // Endings come by themselves below, or every history would be short.
      if (next && (!isOutcome(next.to) || application.outcome !== null)) go(next.to);
    } else if (act.do === 'end') {
      const outcome = pick(endings(), act.which);
      if (outcome) go(outcome);
    } else if (act.do === 'meet') {
      const people = act.people.map((name) => ({ name, role: null, email: null, phone: null }));
      const promisedDecisionOn =
        act.promisedInDays === null ? null : addDays(today, Math.max(0, act.inDays) + act.promisedInDays);
      meet(act.kind, noon(addDays(today, act.inDays)), { people, promisedDecisionOn });
    } else {
      const one = pick(meetings, act.which);
      if (!one) continue;
      if (act.do === 'again')
        meet(one.kind as Parameters<typeof meet>[0], new Date(one.startsAt), {
          people: one.people,
          promisedDecisionOn: null,
        });
      else if (act.do === 'drop') meetings = meetings.filter(({ id }) => id !== one.id);
      else say(one, act.outcome);
    }
  }
  if (!application.outcome) {
    // Most end with what a checklist follows.
    const nos = endings().filter((outcome) => outcome === 'rejected' || outcome === 'closed_position');
    const outcome = pick(ending < 3 || nos.length === 0 ? endings() : nos, ending);
    if (outcome) go(outcome);
  }
  const { outcome, furthestStage } = application;
  if (!outcome || !isOutcome(positionOf(application))) return null;
  return { moves, meetings, outcome, furthestStage, decidedOn: moves.at(-1)?.occurredOn ?? today, now: noon(today) };
}

/** Histories of applications that ended, as coaches write them down: late, twice, with what was missed and taken back. */
export const histories: fc.Arbitrary<History> = fc
  .tuple(
    fc.constantFrom(...stages.filter((stage) => stage !== 'started')),
    fc.array(acts, { minLength: 1, maxLength: 14 }),
    fc.nat(10),
  )
  .map(([begun, doings, ending]) => play(begun, doings, ending))
  .filter((history) => history !== null);

/** The same as the rooms beneath hand it over. */
export const recorded = ({ moves, meetings, outcome, furthestStage, decidedOn }: History): RecordedApplication => ({
  outcome,
  furthestStage,
  stagesReached: stagesReached(moves),
  meetings,
  decidedOn,
  hasLetter: meetings.length % 2 === 0,
  barrierKinds: ['transport', 'english'],
  needsInterpreter: false,
});
