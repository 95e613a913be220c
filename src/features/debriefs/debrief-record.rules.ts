import { type Day } from '../../kernel/days.js';
import { type ApplicationRecord, type InterviewRecord } from './debrief-facts.rules.js';
import { type Ending, isAtLeast, type Stage, stages } from './debriefs.rules.js';

/** A meeting as the rooms beneath wrote it down. */
export interface RecordedMeeting {
  round: number | null;
  kind: string;
  /** Null until somebody says how it went. */
  outcome: string | null;
  startsAt: string;
  promisedDecisionOn: Day | null;
  people: readonly { name: string; role: string | null }[];
}

/** An application at the moment of its "no", as the rooms beneath wrote it down. */
export interface RecordedApplication {
  outcome: Ending;
  furthestStage: Stage;
  /** Every state that it was ever moved to. */
  movedTo: readonly string[];
  meetings: readonly RecordedMeeting[];
  decidedOn: Day;
  hasLetter: boolean;
  barrierKinds: readonly string[];
  needsInterpreter: boolean;
}

const tookPlace: readonly string[] = ['passed', 'not_passed', 'unknown'];
const missed: readonly string[] = ['no_show_employer', 'no_show_client'];

/**
 * The record behind the facts. A stage that a correction took back (beyond the furthest one) was never reached.
 *
 * @param now a meeting without a word about how it went counts as held once its hour has come: the application stands at
 *   that stage by the coach's word, and nobody cancelled it
 */
export function recordOf(application: RecordedApplication, now: Date): ApplicationRecord {
  const { furthestStage, movedTo, meetings } = application;
  const stagesReached = stages.filter(
    (stage) => stage === furthestStage || (movedTo.includes(stage) && isAtLeast(furthestStage, stage)),
  );
  return {
    stagesReached,
    interviews: meetings.flatMap((meeting) => {
      const kind = kindOf(meeting, stagesReached);
      return kind === null ? [] : [{ round: meeting.round, kind, state: stateOf(meeting, now), people: meeting.people }];
    }),
    promisedDecisionOn: meetings.findLast((meeting) => meeting.promisedDecisionOn !== null)?.promisedDecisionOn ?? null,
    decidedOn: application.decidedOn,
    hasLetter: application.hasLetter,
    barrierKinds: application.barrierKinds,
    needsInterpreter: application.needsInterpreter,
    // Nothing in the record says yet who draws benefits, so nobody is asked.
    keepsSearchLog: false,
  };
}

/** A phone talk is the screen where there was one; any other talk is the interview where there was one. A test is neither. */
function kindOf({ kind }: RecordedMeeting, reached: readonly Stage[]): InterviewRecord['kind'] | null {
  if (kind === 'assessment') return null;
  if (kind === 'phone') return reached.includes('phone_screen') ? 'phone_screen' : 'interview';
  return reached.includes('interview') ? 'interview' : 'phone_screen';
}

function stateOf({ outcome, startsAt }: RecordedMeeting, now: Date): InterviewRecord['state'] {
  if (outcome === null) return new Date(startsAt) <= now ? 'held' : 'planned';
  if (tookPlace.includes(outcome)) return 'held';
  return missed.includes(outcome) ? 'missed' : 'cancelled';
}
