import { Injectable } from '@nestjs/common';
import type { WriteTx } from '../../../platform/database/tx.js';
import type { LedgerLine } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { FollowUpsDoor } from '../../follow-ups/follow-ups.door.js';
import { AddressChangeRepository } from './address-change.repository.js';

/**
 * A client's address was corrected, and the link that went to the old one is closed; or the client was deleted and is back,
 * and what had been mailed opens nothing. The coach is asked to bring the page to the client; nothing is mailed by itself,
 * for nobody knows yet whether the new address is the right one.
 */
@Injectable()
export class AddressChangeConsumer {
  constructor(
    ledger: Ledger,
    private readonly repository: AddressChangeRepository,
    private readonly followUps: FollowUpsDoor,
  ) {
    ledger.subscribe({
      name: 'debriefs.address-change',
      lane: 'quick',
      events: ['client.changed', 'client.restored'],
      handle: (tx, line) => this.ask(tx, line),
    });
  }

  private async ask(tx: WriteTx, line: LedgerLine<'client.changed' | 'client.restored'>): Promise<void> {
    const { client_id: clientId } = line;
    if (clientId === null || ('fields' in line.payload && !line.payload.fields.includes('email'))) return;
    const ids = await this.repository.cutOff(tx, clientId);
    const about = (id: string) => ({ type: 'debrief' as const, id });
    const { today: dueOn } = await tx.place();
    await this.followUps.add(
      tx,
      ids.map((id) => ({ clientId, assignee: 'coach' as const, kind: 'give_page' as const, dueOn, about: about(id) })),
    );
  }
}
