import { defineEvents, type PayloadsOf, payload } from '../../platform/ledger/events.js';

/** What this room records. */
export const coachEvents = defineEvents({
  'coach.suspended': payload(),
  'coach.reinstated': payload(),
});

declare module '../../platform/ledger/events.js' {
  interface EventPayloads extends PayloadsOf<typeof coachEvents> {}
}
