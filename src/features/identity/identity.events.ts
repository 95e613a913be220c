/** What this room records. */
export const authEvents = [
  'session.started',
  'session.ended',
  'session.refresh-reused',
  'me.changed',
  'account.password-replaced',
] as const;
