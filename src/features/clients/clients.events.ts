/** What this room records. Changes name the fields that changed, never their values. */
export const clientEvents = [
  'client.created',
  'client.changed',
  'client.seen',
  'client.list-seen', // one line for all on the page
  'client.deleted',
  'client.restored',
] as const;
