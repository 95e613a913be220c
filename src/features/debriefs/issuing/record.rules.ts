import { type Day } from '../../../kernel/days.js';
import { type Outcome, type Stage } from '../../applications/stages.rules.js';
import { type InterviewOutcome, type InterviewState, stateOf } from '../../interviews/interviews.rules.js';
import { type ApplicationRecord, type InterviewRecord } from './facts.rules.js';

/** A meeting as the rooms beneath wrote it down. */
export interface RecordedMeeting {
  round: number | null;
  kind: string;
  /** Null until somebody says how it went. */
  outcome: InterviewOutcome | null;
  startsAt: string;
  promisedDecisionOn: Day | null;
  people: readonly { name: string; role: string | null; email: string | null; phone: string | null }[];
}

/** An application at the moment of its "no", as the rooms beneath wrote it down. */
export interface RecordedApplication {
  outcome: Outcome;
  furthestStage: Stage;
  /** The stages that really happened; what a correction took back is not in it. */
  stagesReached: readonly Stage[];
  meetings: readonly RecordedMeeting[];
  decidedOn: Day;
  hasLetter: boolean;
  barrierKinds: readonly string[];
  needsInterpreter: boolean;
}

/**
 * The record behind the facts.
 *
 * @param now a meeting without a word about how it went counts as held once its hour has come: the application stands at
 *   that stage by the coach's word, and nobody cancelled it
 */
export function recordOf(application: RecordedApplication, now: Date): ApplicationRecord {
  const { stagesReached, meetings } = application;
  return {
    stagesReached,
    interviews: meetings.flatMap((meeting) => {
      const kind = kindOf(meeting, stagesReached);
      if (kind === null) return [];
      const people = meeting.people.map(({ name, role, email, phone }) => ({ name, role, contact: email ?? phone }));
      return [{ round: meeting.round, kind, state: stateAt(meeting, now), people }];
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

const stateAt = ({ outcome, startsAt }: RecordedMeeting, now: Date): InterviewState =>
  outcome === null && new Date(startsAt) <= now ? 'held' : stateOf({ outcome });
