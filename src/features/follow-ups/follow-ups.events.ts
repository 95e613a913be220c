import { type Day } from '../../kernel/days.js';
import { defineEvents, listLook, look, type PayloadsOf, payload } from '../../kernel/events.js';
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
  }>({ needs: 'follow-up.read', shows: ['assignee', 'kind', 'dueOn', 'aboutType', 'aboutId'] }),
  'follow-up.changed': payload<{ fields: readonly string[] }>({ needs: 'follow-up.read', shows: ['fields'] }),
  'follow-up.completed': payload<{ assignee: Assignee; kind: FollowUpKind }>({
    needs: 'follow-up.read',
    shows: ['assignee', 'kind'],
  }),
  'follow-up.reopened': payload(),
  'follow-up.deleted': payload(),
  'follow-up.restored': payload(),
  'follow-up.seen': look(),
  'follow-up.list-seen': listLook(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof followUpEvents> {}
}
