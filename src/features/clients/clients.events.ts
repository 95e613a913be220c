/** What this room records. Changes name the fields that changed, never their values. */
export const clientEvents = [
  'client.created',
  'client.changed',
  'client.seen',
  'client.deleted',
  'client.restored',
] as const;
