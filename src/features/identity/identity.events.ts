import { type StaffRole } from '../../access/roles.js';
import { defineEvents, type PayloadsOf, payload } from '../../kernel/events.js';

/** What this room records. */
export const identityEvents = defineEvents({
  'account.password-replaced': payload(),
  'invitation.accepted': payload<{ userId: string; role: StaffRole }>({
    needs: 'staff.read',
    shows: ['userId', 'role'],
  }),
  'invitation.confirmed': payload(),
  'invitation.created': payload<{ role: StaffRole }>({ needs: 'staff.read', shows: ['role'] }),
  'invitation.proposed': payload<{ role: StaffRole }>({ needs: 'staff.read', shows: ['role'] }),
  'invitation.revoked': payload(),
  'me.changed': payload<{ fields: readonly string[] }>({ needs: 'staff.read', shows: ['fields'] }),
  'session.ended': payload<{ userId: string }>({ needs: 'staff.read', shows: ['userId'] }),
  'session.refresh-reused': payload<{ userId: string }>({ needs: 'staff.read', shows: ['userId'] }),
  'session.started': payload<{ userId: string }>({ needs: 'staff.read', shows: ['userId'] }),
  'staff.reinstated': payload(),
  'staff.role-changed': payload<{ from: StaffRole; to: StaffRole }>({ needs: 'staff.read', shows: ['from', 'to'] }),
  'staff.role-proposed': payload<{ to: StaffRole }>({ needs: 'staff.read', shows: ['to'] }),
  'staff.role-withdrawn': payload(),
  'staff.suspended': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof identityEvents> {}
}
