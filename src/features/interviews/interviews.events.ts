export type InterviewOutcome =
  | 'passed'
  | 'not_passed'
  | 'unknown' // it took place, the result is not known yet
  | 'no_show_employer'
  | 'no_show_client'
  | 'cancelled'
  | 'rescheduled';

/** Ids, codes and instants only. */
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
  name: 'interview.scheduled' | 'interview.concluded';
  payload: InterviewEventPayload;
}
