import { type StaffRole } from '../../access/roles.js';
import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const identityEvents = defineEvents({
  'account.password-replaced': payload(),
  'invitation.accepted': payload<{ userId: string; role: StaffRole }>(),
  'invitation.confirmed': payload(),
  'invitation.created': payload<{ role: StaffRole }>(),
  'invitation.proposed': payload<{ role: StaffRole }>(),
  'invitation.revoked': payload(),
  'me.changed': payload<{ fields: readonly string[] }>(),
  'session.ended': payload<{ userId: string }>(),
  'session.refresh-reused': payload<{ userId: string }>(),
  'session.started': payload<{ userId: string }>(),
  'staff.reinstated': payload(),
  'staff.role-changed': payload<{ from: StaffRole; to: StaffRole }>(),
  'staff.role-proposed': payload<{ to: StaffRole }>(),
  'staff.role-withdrawn': payload(),
  'staff.suspended': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof identityEvents> {}
}
