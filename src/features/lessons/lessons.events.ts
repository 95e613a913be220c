import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const lessonEvents = defineEvents({ 'lesson.seen': payload() });

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof lessonEvents> {}
}
