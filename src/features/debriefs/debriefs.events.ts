import { defineEvents, listLook, look, type PayloadsOf, payload } from '../../kernel/events.js';

import { type Withdrawal } from './debriefs.rules.js';

type EnteredBy = 'client' | 'coach' | 'assisted';

/** What this room records. Ids, codes and counts of what is shared: never an answer, a token or a code to type. */
export const debriefEvents = defineEvents({
  'debrief.issued': payload<{ applicationId: string; variant: string }>({
    needs: 'debrief.read',
    shows: ['applicationId', 'variant'],
  }),
  /** Somebody came in; the kind of visit says whether it was the client alone. */
  'debrief.opened': payload(),
  'debrief.saved': payload<{ by: EnteredBy }>({ needs: 'debrief.read', shows: ['by'] }),
  'debrief.submitted': payload<{ by: EnteredBy; followUps: number }>({
    needs: 'debrief.read',
    shows: ['by', 'followUps'],
  }),
  'debrief.reviewed': payload<{ isMailed: boolean }>({ needs: 'debrief.read', shows: ['isMailed'] }),
  'debrief.skipped': payload<{ by?: EnteredBy; reason?: string }>({ needs: 'debrief.read', shows: ['by', 'reason'] }),
  'debrief.put-right': payload<{ variant: string }>({ needs: 'debrief.read', shows: ['variant'] }),
  'debrief.withdrawn': payload<{ reason: Withdrawal }>({ needs: 'debrief.read', shows: ['reason'] }),
  'debrief.lapsed': payload(),
  'debrief.link-made': payload<{ linkId: string; way: string }>({ needs: 'debrief.read', shows: ['linkId', 'way'] }),
  'debrief.link-asked': payload(),
  'debrief.links-revoked': payload<{ count: number }>({ needs: 'debrief.read', shows: ['count'] }),
  'debrief.seen': look(),
  'debrief.list-seen': listLook(),
  'debrief.document-made': payload<{ locale: string; hasCode: boolean }>({
    needs: 'debrief.read',
    shows: ['locale', 'hasCode'],
  }),
});

export type DebriefEvents = PayloadsOf<typeof debriefEvents>;

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof debriefEvents> {}
}
