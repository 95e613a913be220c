import { defineEvents, type PayloadsOf, payload } from '../../platform/ledger/events.js';

/** What this room records. */
export const authEvents = defineEvents({
  'session.started': payload<{ userId: string }>(),
  'session.ended': payload<{ userId: string }>(),
  'session.refresh-reused': payload<{ userId: string }>(),
  'me.changed': payload<{ fields: readonly string[] }>(),
  'account.password-replaced': payload(),
});

declare module '../../platform/ledger/events.js' {
  interface EventPayloads extends PayloadsOf<typeof authEvents> {}
}
