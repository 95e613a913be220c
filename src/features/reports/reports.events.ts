import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records: that a report was made, for which days and in which form; never its numbers. */
export const reportEvents = defineEvents({
  'report.made': payload<{ report: string; from: string; to: string; format: string }>({
    needs: 'report.read',
    shows: ['report', 'from', 'to', 'format'],
  }),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof reportEvents> {}
}
