import { type StaffRole } from '../../access/roles.js';
import { defineEvents, type PayloadsOf, payload } from '../../platform/ledger/events.js';

/** What this room records. */
export const organizationEvents = defineEvents({
  'organization.created': payload(),
  'organization.changed': payload<{ fields: readonly string[] }>(),
  'invitation.created': payload<{ role: StaffRole }>(),
  'invitation.revoked': payload(),
  'invitation.accepted': payload<{ userId: string; role: StaffRole }>(),
});

declare module '../../platform/ledger/events.js' {
  interface EventPayloads extends PayloadsOf<typeof organizationEvents> {}
}
