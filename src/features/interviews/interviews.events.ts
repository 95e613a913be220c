import { defineEvents, look, type PayloadsOf, payload } from '../../kernel/events.js';

export type InterviewOutcome =
  | 'passed'
  | 'not_passed'
  | 'unknown' // it took place, the result is not known yet
  | 'no_show_employer'
  | 'no_show_client'
  | 'cancelled'
  | 'rescheduled';

/** The payload of every line but the looks (`changed` adds `fields`, their names). Ids, codes, instants only. */
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
  name:
    | 'interview.scheduled'
    | 'interview.changed'
    | 'interview.outcome-recorded'
    | 'interview.deleted'
    | 'interview.restored';
  payload: InterviewEventPayload;
}

const OF_AN_INTERVIEW = {
  needs: 'interview.read',
  shows: ['interviewId', 'applicationId', 'round', 'startsAt', 'outcome'],
} as const;

/** What this room records. */
export const interviewEvents = defineEvents({
  'interview.scheduled': payload<InterviewEventPayload>(OF_AN_INTERVIEW),
  'interview.changed': payload<InterviewEventPayload & { fields?: readonly string[] }>({
    ...OF_AN_INTERVIEW,
    shows: [...OF_AN_INTERVIEW.shows, 'fields'],
  }),
  'interview.outcome-recorded': payload<InterviewEventPayload>(OF_AN_INTERVIEW),
  'interview.deleted': payload<InterviewEventPayload>(OF_AN_INTERVIEW),
  'interview.restored': payload<InterviewEventPayload>(OF_AN_INTERVIEW),
  'interview.seen': look(),
  'interview.list-seen': look(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof interviewEvents> {}
}
