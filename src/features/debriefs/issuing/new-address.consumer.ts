import { Injectable } from '@nestjs/common';
import type { WriteTx } from '../../../platform/database/tx.js';
import type { LedgerLine } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { FollowUpsDoor } from '../../follow-ups/follow-ups.door.js';
import { DEBRIEF, DebriefLinks } from '../debrief-links.js';
import { DebriefIssuingRepository } from './issuing.repository.js';

/**
 * The client's address was changed: what was mailed to the old one may be in the wrong hands. Its links are closed with the
 * visits they opened, and the coach is asked to bring the page. Nothing is mailed by itself to an address nobody has tried.
 */
@Injectable()
export class NewAddressConsumer {
  constructor(
    ledger: Ledger,
    private readonly repository: DebriefIssuingRepository,
    private readonly followUps: FollowUpsDoor,
    private readonly links: DebriefLinks,
  ) {
    ledger.subscribe({
      name: 'debriefs.new-address',
      lane: 'quick',
      events: ['client.changed'],
      handle: (tx, line) => this.moved(tx, line),
    });
  }

  private async moved(tx: WriteTx, { subject_id: clientId, payload }: LedgerLine<'client.changed'>): Promise<void> {
    if (!payload.fields.includes('email')) return;
    const { today } = await tx.place();
    for (const { id, isOpen } of await this.repository.mailed(tx, clientId, DEBRIEF)) {
      await this.links.revokeMailed(tx, { id, clientId });
      const about = { type: 'debrief' as const, id };
      if (isOpen)
        await this.followUps.add(tx, [{ clientId, assignee: 'coach', kind: 'give_page', dueOn: today, about }]);
    }
  }
}
