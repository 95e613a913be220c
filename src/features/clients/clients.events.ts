import { defineEvents, look, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. Changes name the fields that changed, never their values. */
export const clientEvents = defineEvents({
  'client.created': payload<{ coachId: string }>(),
  'client.changed': payload<{ fields: readonly string[] }>(),
  'client.seen': look(),
  'client.list-seen': look<{ clients: number }>(),
  'client.deleted': payload(),
  'client.restored': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof clientEvents> {}
}
