import { defineEvents, look, type PayloadsOf } from '../../kernel/events.js';

/** What this room records. */
export const lessonEvents = defineEvents({ 'lesson.seen': look() });

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof lessonEvents> {}
}
