/** What this room records. */
export const interviewEvents = [
  'interview.scheduled',
  'interview.changed',
  'interview.outcome-recorded',
  'interview.seen',
  'interview.list-seen',
] as const;

export type InterviewOutcome =
  | 'passed'
  | 'not_passed'
  | 'unknown' // it took place, the result is not known yet
  | 'no_show_employer'
  | 'no_show_client'
  | 'cancelled'
  | 'rescheduled';

/** The payload of scheduled, changed (which adds `fields`, their names) and outcome-recorded. Ids, codes, instants only. */
export interface InterviewEventPayload {
  interviewId: string;
  applicationId: string;
  clientId: string;
  round: number;
  /** RFC 3339 in UTC. */
  startsAt: string;
  outcome: InterviewOutcome | null;
}

export interface InterviewEvent {
  name: 'interview.scheduled' | 'interview.changed' | 'interview.outcome-recorded';
  payload: InterviewEventPayload;
}
