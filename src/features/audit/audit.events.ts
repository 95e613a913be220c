/** What this room records: that somebody read the trail, and what they looked for. */
export const auditEvents = ['audit.read'] as const;
