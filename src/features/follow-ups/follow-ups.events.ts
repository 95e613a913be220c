/** What this room records: kinds, days and names of fields, never a title. */
export const followUpEvents = [
  'follow-up.created',
  'follow-up.changed',
  'follow-up.completed',
  'follow-up.seen',
] as const;
