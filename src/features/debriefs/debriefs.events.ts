import { defineEvents, look, type PayloadsOf, payload } from '../../kernel/events.js';

import { type Withdrawal } from './debriefs.rules.js';

type EnteredBy = 'client' | 'coach' | 'assisted';

/** What this room records. Ids, codes and counts of what is shared: never an answer, a token or a code to type. */
export const debriefEvents = defineEvents({
  'debrief.issued': payload<{ applicationId: string; variant: string }>(),
  'debrief.opened': payload(),
  'debrief.saved': payload<{ by: EnteredBy }>(),
  'debrief.submitted': payload<{ by: EnteredBy; followUps: number }>(),
  'debrief.reviewed': payload<{ isMailed: boolean }>(),
  'debrief.skipped': payload<{ by?: EnteredBy; reason?: string }>(),
  'debrief.put-right': payload<{ variant: string }>(),
  'debrief.withdrawn': payload<{ reason: Withdrawal }>(),
  'debrief.lapsed': payload(),
  'debrief.link-made': payload<{ linkId: string; way: string }>(),
  'debrief.link-asked': payload(),
  'debrief.links-revoked': payload<{ count: number }>(),
  'debrief.seen': look(),
  'debrief.list-seen': look<{ clients: number }>(),
  'debrief.document-made': payload<{ locale: string; hasCode: boolean }>(),
});

export type DebriefEvents = PayloadsOf<typeof debriefEvents>;

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof debriefEvents> {}
}
