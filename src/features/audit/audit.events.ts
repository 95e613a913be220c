import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records: that somebody read the trail, and what they looked for. */
export const auditEvents = defineEvents({
  'audit.read': payload<{ clientId?: string; actorId?: string; name?: string; from?: string; to?: string }>({
    needs: 'audit.read',
    shows: ['clientId', 'actorId', 'name', 'from', 'to'],
  }),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof auditEvents> {}
}
