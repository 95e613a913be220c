import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const contactEvents = defineEvents({
  'contact.seen': payload(),
  'contact.deleted': payload(),
  'contact.restored': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof contactEvents> {}
}
