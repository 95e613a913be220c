/** What this room records. */
export const authEvents = ['session.started', 'session.ended', 'session.refresh-reused', 'me.changed'] as const;
