/** What this room records. */
export const organizationEvents = ['organization.changed', 'organization.created'] as const;
