import { type Day } from '../../kernel/days.js';
import { defineEvents, listLook, look, type PayloadsOf, payload } from '../../kernel/events.js';
import { type Tier } from '../../kernel/tiers.js';
import { type BarrierKind } from './barrier-kinds.rules.js';

export type BarrierStatus = 'identified' | 'addressing' | 'referred' | 'eased' | 'removed' | 'parked' | 'recurred';
export type EvidenceType =
  | 'client_statement'
  | 'document_seen'
  | 'partner_confirmation'
  | 'coach_observation'
  | 'cross_match';

type BarrierEventName = 'barrier.identified' | 'barrier.moved';

/** Ids, codes and days. The kind of a restricted (T2) barrier is a secret, so it is null there. */
interface BarrierEventPayload {
  barrierId: string;
  clientId: string;
  tier: Tier;
  kind: BarrierKind | null;
  from: BarrierStatus | null;
  to: BarrierStatus;
  evidence: EvidenceType | null;
  on: Day;
}

export interface BarrierEvent {
  name: BarrierEventName;
  payload: BarrierEventPayload;
}

const OF_A_BARRIER = {
  needs: 'barrier.read',
  shows: ['barrierId', 'tier', 'kind', 'from', 'to', 'evidence', 'on'],
} as const;

/** What this room records. Changes name the fields that changed. */
export const barrierEvents = defineEvents({
  'barrier.identified': payload<BarrierEventPayload>(OF_A_BARRIER),
  'barrier.changed': payload<{ fields: readonly string[] }>({ needs: 'barrier.read', shows: ['fields'] }),
  'barrier.moved': payload<BarrierEventPayload>(OF_A_BARRIER),
  'barrier.seen': look(),
  'barrier.list-seen': listLook(),
  'barrier.deleted': payload(),
  'barrier.restored': payload(),
});

declare module '../../kernel/events.js' {
  interface EventPayloads extends PayloadsOf<typeof barrierEvents> {}
}
