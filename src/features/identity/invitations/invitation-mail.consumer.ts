import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../../../platform/config/secrets.js';
import { localeFor, sourceLocale } from '../../../platform/content/locales.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import { PublicAddress } from '../../../platform/http/public-address.js';
import type { LedgerLine, Sending } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { invitationMail } from './invitation-mail.js';
import { InvitationsRepository } from './invitations.repository.js';
import { tokenDigest } from './invitations.service.js';

/**
 * Mails an invitation. The token stands in the mail and nowhere else. It follows from the ledger line: when a mail has
 * to be sent twice, because its mark "done" was lost, both copies open the same.
 */
@Injectable()
export class InvitationMailConsumer {
  constructor(
    ledger: Ledger,
    private readonly repository: InvitationsRepository,
    private readonly mailer: Mailer,
    private readonly address: PublicAddress,
    private readonly secrets: Secrets,
  ) {
    ledger.subscribe({
      name: 'invitations.mail',
      lane: 'mail',
      events: ['invitation.created', 'invitation.confirmed'],
      prepare: (tx, line) => this.prepare(tx, line),
    });
  }

  private async prepare(
    tx: WriteTx,
    line: LedgerLine<'invitation.created' | 'invitation.confirmed'>,
  ): Promise<Sending | undefined> {
    const tokens = this.secrets
      .keys('short-code', 'mailed invitations')
      .map((key) => createHmac('sha256', key).update(line.id).digest('base64url'));
    const invitation = await this.repository.renewToken(tx, line.subject_id, tokens.map(tokenDigest));
    const token = tokens.find((one) => tokenDigest(one) === invitation?.tokenDigest);
    // Accepted, taken back or run out before the mail could leave: nobody is to be asked any more.
    if (!invitation || token === undefined) return undefined;
    const { email: to } = invitation;
    const locale = localeFor(invitation.locale) ?? sourceLocale;
    const mail = { ...invitationMail(invitation, token, this.address.of('/join')), to, locale };
    return this.mailer.sending({ ...mail, id: `invitation-${line.id}` });
  }
}
