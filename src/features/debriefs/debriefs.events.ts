/** What this room records. Ids, codes and counts of what is shared: never an answer, a token or a code to type. */
export const debriefEvents = [
  'debrief.issued',
  'debrief.opened',
  'debrief.saved',
  'debrief.submitted',
  'debrief.reviewed',
  'debrief.skipped',
  'debrief.lapsed',
  'debrief.link-made',
  'debrief.links-revoked',
  'debrief.seen',
  'debrief.document-made',
] as const;
