import { type ApplicationRecord, type InterviewRecord } from '../../../src/features/debriefs/issuing/facts.rules.js';

/** An application record with nothing in it but what is given. */
export const record = (given: Partial<ApplicationRecord> = {}): ApplicationRecord => ({
  stagesReached: ['saved', 'applied'],
  interviews: [],
  promisedDecisionOn: null,
  decidedOn: '2026-11-20',
  wasClosed: false,
  hasLetter: false,
  barrierKinds: [],
  needsInterpreter: false,
  keepsSearchLog: false,
  ...given,
});

export const interview = (given: Partial<InterviewRecord> = {}): InterviewRecord => ({
  round: 1,
  kind: 'interview',
  course: 'held',
  isInPerson: true,
  people: [],
  ...given,
});
