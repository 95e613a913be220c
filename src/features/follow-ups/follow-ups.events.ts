import { type Day } from '../../kernel/days.js';
import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';
import { type FollowUpKind, type FollowUpOwner } from './follow-ups.rules.js';

export type { FollowUpKind };

/** What this room records: kinds, days and names of fields, never a title. */
export const followUpEvents = defineEvents({
  'follow-up.created': payload<{
    owner: FollowUpOwner;
    kind: FollowUpKind;
    dueOn: Day;
    debriefId: string | null;
    applicationId: string | null;
  }>(),
  'follow-up.changed': payload<{ fields: readonly string[] }>(),
  'follow-up.completed': payload<{ owner: FollowUpOwner; kind: FollowUpKind }>(),
  'follow-up.seen': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof followUpEvents> {}
}
