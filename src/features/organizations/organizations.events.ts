import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const organizationEvents = defineEvents({
  'organization.changed': payload<{ fields: readonly string[] }>({ needs: 'organization.read', shows: ['fields'] }),
  'organization.created': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof organizationEvents> {}
}
