import { type Day } from '../../kernel/days.js';
import { defineEvents, look, type PayloadsOf, payload } from '../../kernel/events.js';
import { type About, type Assignee, type FollowUpKind } from './follow-ups.rules.js';

export type { FollowUpKind };

/** What this room records: kinds, days and names of fields, never a title. */
export const followUpEvents = defineEvents({
  'follow-up.created': payload<{
    assignee: Assignee;
    kind: FollowUpKind;
    dueOn: Day;
    aboutType: About['type'] | null;
    aboutId: string | null;
  }>(),
  'follow-up.changed': payload<{ fields: readonly string[] }>(),
  'follow-up.completed': payload<{ assignee: Assignee; kind: FollowUpKind }>(),
  'follow-up.reopened': payload(),
  'follow-up.deleted': payload(),
  'follow-up.restored': payload(),
  'follow-up.seen': look(),
  'follow-up.list-seen': look<{ clients: number }>(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof followUpEvents> {}
}
