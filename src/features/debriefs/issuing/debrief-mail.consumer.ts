import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../../platform/config/config.js';
import { localeFor, sourceLocale } from '../../../platform/content/locales.js';
import type { WriteTx } from '../../../platform/database/tx.js';
import type { LedgerLine, Sending } from '../../../platform/ledger/consumers.js';
import { Ledger } from '../../../platform/ledger/ledger.js';
import { MailBudget } from '../../../platform/mail/mail-budget.js';
import { Mailer } from '../../../platform/mail/mailer.js';
import { FollowUpsDoor } from '../../follow-ups/follow-ups.door.js';
import { contactOf, replyToOf } from '../contact.rules.js';
import { DebriefLinks } from '../debrief-links.js';
import { canStillOpen, mailMoment } from '../debriefs.rules.js';
import { debriefMail } from './debrief-mail.js';
import { DebriefIssuingRepository, type DebriefToMail } from './issuing.repository.js';

const LOOKS_AGAIN_AFTER_MS = 3_600_000;

/**
 * Takes an issued debrief to the client, and later the coach's answer: by mail at a decent hour, or through the coach
 * when there is no address. Apart from the issuing, because a mail may be late and a debrief must not.
 */
@Injectable()
export class DebriefMailConsumer {
  constructor(
    ledger: Ledger,
    private readonly repository: DebriefIssuingRepository,
    private readonly followUps: FollowUpsDoor,
    private readonly links: DebriefLinks,
    private readonly mailer: Mailer,
    private readonly budget: MailBudget,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    ledger.subscribe({
      name: 'debriefs.mail',
      lane: 'mail',
      events: ['debrief.issued'],
      prepare: (tx, line) => this.bring(tx, line),
      onParked: (tx, line) => this.returned(tx, line, 'issued'),
    });
    ledger.subscribe({
      name: 'debriefs.answer-mail',
      lane: 'mail',
      events: ['debrief.reviewed'],
      prepare: (tx, line) => this.answer(tx, line),
      onParked: (tx, line) => this.returned(tx, line, 'reviewed'),
    });
    ledger.subscribe({
      name: 'debriefs.mail-link',
      lane: 'mail',
      events: ['debrief.link-asked'],
      prepare: (tx, line) => this.bringLink(tx, line),
      onParked: (tx, line) => this.returned(tx, line, null),
    });
  }

  /** Answers the end of the quiet hours when it is too early, and a later hour while it is deleted: it may come back. */
  private async bring(tx: WriteTx, line: LedgerLine<'debrief.issued'>): Promise<Sending | Date | undefined> {
    const debrief = await this.repository.findToMail(tx, line.subject_id);
    // Opened or set aside before the mail could leave: nothing is left to bring.
    if (debrief?.status !== 'issued') return undefined;
    if (debrief.isDeleted) return new Date(tx.now.getTime() + LOOKS_AGAIN_AFTER_MS);
    if (debrief.email === null) {
      await this.ask(tx, debrief, 'give_page', line);
      return undefined;
    }
    return this.atDecentHour(tx, debrief) ?? this.mail(tx, 'page', { ...debrief, email: debrief.email }, line);
  }

  /** Only when the coach's act says so, and while there is an address. */
  private async answer(tx: WriteTx, line: LedgerLine<'debrief.reviewed'>): Promise<Sending | Date | undefined> {
    if (!line.payload.isMailed) return undefined;
    const debrief = await this.repository.findToMail(tx, line.subject_id);
    if (debrief?.status !== 'reviewed' || debrief.isDeleted || debrief.email === null) return undefined;
    return this.atDecentHour(tx, debrief) ?? this.mail(tx, 'answer', { ...debrief, email: debrief.email }, line);
  }

  /** A new link, because somebody of the staff asked for one: to the client's own address, as the record has it now. */
  private async bringLink(tx: WriteTx, line: LedgerLine<'debrief.link-asked'>): Promise<Sending | Date | undefined> {
    const debrief = await this.repository.findToMail(tx, line.subject_id);
    if (!debrief || debrief.email === null || !canStillOpen(debrief, tx.now)) return undefined;
    if (debrief.isDeleted) return new Date(tx.now.getTime() + LOOKS_AGAIN_AFTER_MS);
    return this.atDecentHour(tx, debrief) ?? this.mail(tx, 'page', { ...debrief, email: debrief.email }, line);
  }

  private atDecentHour(tx: WriteTx, { timeZone }: DebriefToMail): Date | null {
    const moment = mailMoment(tx.now, timeZone, this.config.quietHours);
    return moment > tx.now ? moment : null;
  }

  /**
   * The client's mail server will not take it, or nobody took it for days: then it is the coach's, while the debrief still
   * stands as the mail says (null: however it stands).
   */
  private async returned(tx: WriteTx, line: LedgerLine, status: 'issued' | 'reviewed' | null): Promise<void> {
    const debrief = await this.repository.findToMail(tx, line.subject_id);
    if (!debrief || debrief.isDeleted || (status !== null && debrief.status !== status)) return;
    await this.ask(tx, debrief, 'check_address', line);
  }

  /** Once for each mail, however often that is tried: the next mail to an address that is still wrong asks again. */
  private async ask(
    tx: WriteTx,
    { id, clientId }: DebriefToMail,
    kind: 'give_page' | 'check_address',
    line: LedgerLine,
  ): Promise<void> {
    const about = { type: 'debrief' as const, id };
    await this.followUps.addOnce(tx, { clientId, kind, dueOn: tx.today, about }, line.id);
  }

  private async mail(
    tx: WriteTx,
    about: 'page' | 'answer',
    debrief: DebriefToMail & { email: string },
    line: LedgerLine,
  ): Promise<Sending | Date | undefined> {
    const later = await this.budget.take(tx, line.id, 'message');
    if (later) {
      // The organization has sent all its mails of today: the coach may be quicker than the next day.
      await this.ask(tx, debrief, 'give_page', line);
      return later;
    }
    const locale = localeFor(debrief.locale) ?? sourceLocale;
    const link = await this.links.makeForMail(tx, debrief, line);
    // Revoked since it was made for an earlier try: nobody is to get in by it.
    if (!link) return undefined;
    await this.repository.markMailed(tx, debrief.id);
    const { url, address, code, expiresAt } = link;
    const replyTo = replyToOf(debrief);
    const { subject, text, html } = debriefMail({
      about,
      locale,
      clientName: debrief.callName,
      coach: { name: debrief.coachName, contact: contactOf(debrief) },
      isAnswered: replyTo !== null,
      url,
      address,
      code,
      expiresAt: new Date(expiresAt),
      timeZone: debrief.timeZone,
    });
    return this.mailer.sending({ to: debrief.email, replyTo, subject, text, html, locale, id: `debrief-${line.id}` });
  }
}
