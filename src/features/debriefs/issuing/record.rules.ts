import { type Day, dayIn } from '../../../kernel/days.js';
import { type Outcome, type Stage } from '../../applications/stages.rules.js';
import { courseOf, type InterviewCourse, type InterviewOutcome, wasHeld } from '../../interviews/interviews.rules.js';
import { type ApplicationRecord, type InterviewRecord } from './facts.rules.js';

/** A meeting as the rooms beneath wrote it down. */
export interface RecordedMeeting {
  round: number | null;
  kind: string;
  /** Null until somebody says how it went. */
  outcome: InterviewOutcome | null;
  startsAt: string;
  /** IANA; of the place where it is. */
  timeZone: string;
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
 * @param now a meeting without a word about how it went counts as held when its hour has come, on a day that is not after
 *   the decision, and the application stood at that stage by the coach's word: then nobody missed or cancelled it
 */
export function recordOf(application: RecordedApplication, now: Date): ApplicationRecord {
  const { stagesReached, meetings } = application;
  return {
    stagesReached,
    interviews: meetings.flatMap((meeting) => {
      const kind = kindOf(meeting, stagesReached);
      if (kind === null) return [];
      const people = meeting.people.map(({ name, role, email, phone }) => ({ name, role, contact: email ?? phone }));
      const isKnown = wasHeld(meeting) || stagesReached.includes(kind);
      const course = isKnown ? courseAt(meeting, application.decidedOn, now) : courseOf({ outcome: meeting.outcome });
      return [{ round: meeting.round, kind, course, isInPerson: isInPerson(meeting), people }];
    }),
    promisedDecisionOn: meetings.findLast((meeting) => meeting.promisedDecisionOn !== null)?.promisedDecisionOn ?? null,
    decidedOn: application.decidedOn,
    wasClosed: application.outcome === 'closed_position',
    hasLetter: application.hasLetter,
    barrierKinds: application.barrierKinds,
    needsInterpreter: application.needsInterpreter,
    // Nothing in the record says yet who draws benefits, so nobody is asked.
    keepsSearchLog: false,
  };
}

const isInPerson = ({ kind }: RecordedMeeting): boolean => kind !== 'phone' && kind !== 'video';

/**
 * A phone talk is the screen where there was one; any other talk is the interview where there was one. Where the stages
 * name neither, who met face to face had an interview. A test is no talk.
 */
function kindOf(meeting: RecordedMeeting, reached: readonly Stage[]): InterviewRecord['kind'] | null {
  if (meeting.kind === 'assessment') return null;
  const wasScreened = reached.includes('phone_screen');
  if (reached.includes('interview')) return meeting.kind === 'phone' && wasScreened ? 'phone_screen' : 'interview';
  return wasScreened || !isInPerson(meeting) ? 'phone_screen' : 'interview';
}

function courseAt({ outcome, startsAt, timeZone }: RecordedMeeting, decidedOn: Day, now: Date): InterviewCourse {
  const start = new Date(startsAt);
  const hasPassed = start <= now && dayIn(timeZone, start) <= decidedOn;
  return outcome === null && hasPassed ? 'held' : courseOf({ outcome });
}
