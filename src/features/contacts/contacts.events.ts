import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const contactEvents = defineEvents({ 'contact.seen': payload() });

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof contactEvents> {}
}
