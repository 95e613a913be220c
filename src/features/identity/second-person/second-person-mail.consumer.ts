import { Injectable } from '@nestjs/common';
import { couldEver } from '../../../access/access.js';
import { staffRoles } from '../../../access/roles.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { type LedgerLine, Refused, type Sending } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { MailBudget } from '../../../platform/mail/mail-budget.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { InvitationsRepository } from '../invitations/invitations.repository.js';
import { mayPropose } from '../staff/roles.service.js';
import { StaffRepository } from '../staff/staff.repository.js';
import { secondPersonMail, type WideSightAsked } from './second-person-mail.js';

type Asking = 'invitation.proposed' | 'staff.role-proposed';

const mayConfirm = staffRoles.filter((role) => couldEver(role, 'staff.confirm-role'));

/**
 * Tells all supervisors and admins, but for the one who asked, that somebody shall get a wide sight: a mail to each of
 * them, so that one address that is refused is seen, and keeps it from nobody. So nobody comes to it unseen.
 */
@Injectable()
export class SecondPersonMailConsumer {
  constructor(
    ledger: Ledger,
    private readonly invitations: InvitationsRepository,
    private readonly staff: StaffRepository,
    private readonly mailer: Mailer,
    private readonly budget: MailBudget,
  ) {
    ledger.subscribe({
      name: 'second-person.mail',
      lane: 'mail',
      events: ['invitation.proposed', 'staff.role-proposed'],
      prepare: (tx, line) => this.prepare(tx, line),
    });
  }

  private async prepare(tx: WriteTx, line: LedgerLine<Asking>): Promise<Sending | Date | undefined> {
    const asked = await this.asked(tx, line);
    if (!asked) return undefined;
    const to = await this.invitations.secondPersons(tx, mayConfirm, asked.askerId);
    if (to.length === 0) return undefined;
    const later = await this.budget.take(tx, line.id, 'message');
    if (later) return later;
    const mail = secondPersonMail(asked);
    return async (signal) => {
      const failed: unknown[] = [];
      for (const [at, address] of to.entries()) {
        const sent = this.mailer.send({ ...mail, to: address, id: `second-person-${line.id}-${at}` }, signal);
        await sent.catch((error: unknown) => failed.push(error));
      }
      // Tried again while any of them may still be taken; a second copy has the id of the first.
      const again = failed.find((error) => !(error instanceof Refused)) ?? failed[0];
      if (again !== undefined) throw again;
    };
  }

  /** What still waits for a second person; null when nothing does, or did from the beginning. */
  private async asked(
    tx: WriteTx,
    line: LedgerLine<Asking>,
  ): Promise<(WideSightAsked & { askerId: string | null }) | null> {
    if (line.name === 'invitation.proposed') {
      const found = await this.invitations.asked(tx, line.subject_id);
      return found && { ...found, asker: found.inviter ?? found.organization, askerId: found.madeBy };
    }
    const found = await this.staff.findProposed(tx, line.subject_id, mayPropose);
    return found && { ...found, role: found.to, asker: found.proposer, askerId: found.proposedBy };
  }
}
