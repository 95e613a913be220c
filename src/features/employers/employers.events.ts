import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. Changes name the fields that changed, never their values. */
export const employerEvents = defineEvents({
  'employer.created': payload(),
  'employer.changed': payload<{ fields: readonly string[] }>({ needs: 'employer.read', shows: ['fields'] }),
  'employer.contact-added': payload<{ contactId: string }>({ needs: 'employer.read', shows: ['contactId'] }),
  'employer.contact-deleted': payload<{ contactId: string }>({ needs: 'employer.read', shows: ['contactId'] }),
  'employer.contact-restored': payload<{ contactId: string }>({ needs: 'employer.read', shows: ['contactId'] }),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof employerEvents> {}
}
