/** What this room records. */
export const identityEvents = [
  'account.password-replaced',
  'invitation.accepted',
  'invitation.created',
  'invitation.revoked',
  'me.changed',
  'session.ended',
  'session.refresh-reused',
  'session.started',
  'staff.reinstated',
  'staff.suspended',
] as const;
