import { defineEvents, look, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const contactEvents = defineEvents({
  'contact.seen': look(),
  'contact.deleted': payload(),
  'contact.restored': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof contactEvents> {}
}
