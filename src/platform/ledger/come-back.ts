import type { EventName } from '../../kernel/events.js';
import type { Statement } from '../database/statement.js';
import type { Ledger } from './ledger.js';

/** What touches a room's rows when what they belong to was restored: `$1` is the organization, `$2` the restored row. */
export type ComeBack = Readonly<Partial<Record<EventName, Statement>>>;

/**
 * Rows that come back with what they belong to were not changed themselves, and a copy that asks for `updatedAfter` would
 * never hear of them again. So they count up, like all that is changed.
 */
export function comesBack(ledger: Ledger, room: string, touches: ComeBack): void {
  ledger.subscribe({
    name: `${room}.come-back`,
    lane: 'quick',
    events: Object.keys(touches) as EventName[],
    handle: async (tx, line) => {
      const touch = touches[line.name];
      if (touch) await tx.run(touch, [tx.organizationId, line.subject_id]);
    },
  });
}
