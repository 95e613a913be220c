/** What this room records. */
export const organizationEvents = [
  'organization.created',
  'organization.changed',
  'invitation.created',
  'invitation.revoked',
  'invitation.accepted',
] as const;
