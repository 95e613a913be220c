import { defineEvents, listLook, look, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. Changes name the fields that changed, never their values; `restricted.seen` says
 * which rows of which kind were opened that have something sealed. */
export const clientEvents = defineEvents({
  'client.created': payload<{ coachId: string }>({ needs: 'client.read', shows: ['coachId'] }),
  'client.changed': payload<{ fields: readonly string[] }>({ needs: 'client.read', shows: ['fields'] }),
  'client.seen': look(),
  'client.list-seen': listLook(),
  'restricted.seen': look<{ kind: string; ids: readonly string[] }>({
    needs: 'restricted.read',
    shows: ['kind', 'ids'],
  }),
  'client.deleted': payload(),
  'client.restored': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof clientEvents> {}
}
