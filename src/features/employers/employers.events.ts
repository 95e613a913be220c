import { defineEvents, type PayloadsOf, payload } from '../../platform/ledger/events.js';

/** What this room records. Changes name the fields that changed, never their values. */
export const employerEvents = defineEvents({
  'employer.created': payload(),
  'employer.changed': payload<{ fields: readonly string[] }>(),
  'employer.contact-added': payload<{ contactId: string }>(),
});

declare module '../../platform/ledger/events.js' {
  interface EventPayloads extends PayloadsOf<typeof employerEvents> {}
}
