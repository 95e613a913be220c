import { type Day } from '../../../kernel/days.js';
import { atLeast, type Stage } from '../../applications/stages.rules.js';
import { type OpenKind, openKinds } from '../../barriers/barrier-kinds.rules.js';
import { type InterviewCourse } from '../../interviews/interviews.rules.js';
import { type ItemCode } from '../checklist/catalogue.rules.js';

/** Working barriers that a checklist may ask about: tiers T0 and T1. Restricted kinds (T2) are never asked here. */
export const askableBarriers = openKinds;
export type AskableBarrier = OpenKind;

export interface MetPerson {
  name: string;
  role: string | null;
  round: number | null;
  /** E-mail address or phone number, when the record has one. */
  contact?: string;
}

/** What the record says, and all that a checklist may claim. Kept with the debrief when it is issued. */
export interface DebriefFacts {
  hasApplied: boolean;
  reachedPhoneScreen: boolean;
  reachedInterview: boolean;
  /** Interview rounds that took place. */
  roundCount: number;
  /** One of the talks was neither by phone nor by video. */
  metInPerson: boolean;
  /** The employer checked the references: of many, the client was among the last. */
  checkedReferences: boolean;
  /** The job was closed: nobody decided about the client. */
  wasClosed: boolean;
  /** People of interviews that took place. */
  peopleMet: readonly MetPerson[];
  promisedDecisionOn: Day | null;
  decidedOn: Day | null;
  /** A cover letter went out with the application. */
  hasLetter: boolean;
  /** Open barriers; restricted kinds are left out by `factsOf`. */
  barriers: readonly AskableBarrier[];
  needsInterpreter: boolean;
  /** The client draws unemployment benefits and must keep a log of the search. */
  keepsSearchLog: boolean;
  /** What a page asked before the record was put right, and would not ask now: what was answered there is kept. */
  askedBefore?: { items: readonly ItemCode[]; people: readonly string[] };
}

export interface InterviewRecord {
  round: number | null;
  kind: 'phone_screen' | 'interview';
  course: InterviewCourse;
  isInPerson: boolean;
  people: readonly { name: string; role?: string | null; contact?: string | null }[];
}

export interface ApplicationRecord {
  /** Every stage the application was ever in, in any order. */
  stagesReached: readonly Stage[];
  interviews: readonly InterviewRecord[];
  promisedDecisionOn: Day | null;
  decidedOn: Day | null;
  wasClosed: boolean;
  hasLetter: boolean;
  barrierKinds: readonly string[];
  needsInterpreter: boolean;
  keepsSearchLog: boolean;
}

/**
 * The facts in a record. A talk was had when one was held. Where no meeting of its kind was written down, the stage is
 * the coach's word for it; where there are some, they decide: all of them cancelled, missed or still ahead is no talk.
 */
export function factsOf(record: ApplicationRecord): DebriefFacts {
  const held = record.interviews.filter((interview) => interview.course === 'held');
  const had = (kind: InterviewRecord['kind']): boolean => {
    const meetings = record.interviews.filter((interview) => interview.kind === kind);
    return meetings.length === 0
      ? record.stagesReached.includes(kind)
      : meetings.some(({ course }) => course === 'held');
  };
  const rounds = held.filter((interview) => interview.kind === 'interview');
  const numbered = new Set(rounds.flatMap((interview) => (interview.round === null ? [] : [interview.round])));
  const unnumbered = rounds.filter((interview) => interview.round === null).length;
  return {
    hasApplied: record.stagesReached.some((stage) => atLeast(stage, 'applied')),
    reachedPhoneScreen: had('phone_screen'),
    reachedInterview: had('interview'),
    roundCount: numbered.size + unnumbered,
    metInPerson: held.some(({ isInPerson }) => isInPerson),
    checkedReferences: record.stagesReached.includes('reference_check'),
    wasClosed: record.wasClosed,
    peopleMet: withoutRepeats(
      held.flatMap(({ round, people }) =>
        people.map(({ name, role, contact }) => ({ name, role: role ?? null, round, ...(contact ? { contact } : {}) })),
      ),
    ),
    promisedDecisionOn: record.promisedDecisionOn,
    decidedOn: record.decidedOn,
    hasLetter: record.hasLetter,
    barriers: askableBarriers.filter((kind) => record.barrierKinds.includes(kind)),
    needsInterpreter: record.needsInterpreter,
    keepsSearchLog: record.keepsSearchLog,
  };
}

function withoutRepeats(people: readonly MetPerson[]): MetPerson[] {
  const seen = new Set<string>();
  return people.filter(({ name }) => {
    const key = name.trim().toLowerCase();
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
