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
import { canStillOpen, isToBring, mailMoment } from '../debriefs.rules.js';
import { debriefMail } from './debrief-mail.js';
import { DebriefMailRepository, type DebriefToMail } from './debrief-mail.repository.js';

const LOOKS_AGAIN_AFTER_MS = 3_600_000;
/** What was deleted can be brought back for so long, and no mail waits longer for it. */
const LOOKS_AGAIN_FOR_MS = 30 * 86_400_000;

/**
 * Takes an issued debrief to the client, and later the coach's answer: by mail at a decent hour, or through the coach
 * when there is no address. Apart from the issuing, because a mail may be late and a debrief must not.
 */
@Injectable()
export class DebriefMailConsumer {
  constructor(
    ledger: Ledger,
    private readonly repository: DebriefMailRepository,
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
      onParked: (tx, line) => this.returned(tx, line, isToBring),
    });
    ledger.subscribe({
      name: 'debriefs.answer-mail',
      lane: 'mail',
      events: ['debrief.reviewed'],
      prepare: (tx, line) => this.answer(tx, line),
      onParked: (tx, line) => this.returned(tx, line, ({ status }) => status === 'reviewed'),
    });
    ledger.subscribe({
      name: 'debriefs.mail-link',
      lane: 'mail',
      events: ['debrief.link-asked'],
      prepare: (tx, line) => this.bringLink(tx, line),
      onParked: (tx, line) => this.returned(tx, line),
    });
  }

  /** Answers the end of the quiet hours when it is too early, and a later hour while it is deleted: it may come back. */
  private async bring(tx: WriteTx, line: LedgerLine<'debrief.issued'>): Promise<Sending | Date | undefined> {
    const debrief = await this.repository.findToMail(tx, line);
    // Opened by its client, handed in, set aside or taken back before the mail could leave: nothing is left to bring.
    if (!debrief || !isToBring(debrief) || debrief.isTakenBack) return undefined;
    return this.toClient(tx, 'page', debrief, line);
  }

  /** Only when the coach's act says so. */
  private async answer(tx: WriteTx, line: LedgerLine<'debrief.reviewed'>): Promise<Sending | Date | undefined> {
    if (!line.payload.isMailed) return undefined;
    const debrief = await this.repository.findToMail(tx, line);
    if (debrief?.status !== 'reviewed') return undefined;
    return this.toClient(tx, 'answer', debrief, line);
  }

  /** A new link, because somebody of the staff asked for one: to the client's own address, as the record has it now. */
  private async bringLink(tx: WriteTx, line: LedgerLine<'debrief.link-asked'>): Promise<Sending | Date | undefined> {
    const debrief = await this.repository.findToMail(tx, line);
    if (!debrief || !canStillOpen(debrief, tx.now)) return undefined;
    return this.toClient(tx, 'page', debrief, line);
  }

  /**
   * By mail, at a decent hour. Where none can go (any more), the coach is asked to bring it: what was promised to somebody
   * is never dropped in silence. The "no" of what was handed in may have been taken back: no mail leads there unasked.
   */
  private async toClient(
    tx: WriteTx,
    about: 'page' | 'answer',
    debrief: DebriefToMail,
    line: LedgerLine,
  ): Promise<Sending | Date | undefined> {
    const { email } = debrief;
    // Whoever closed all links did not mean to have one sent.
    if (debrief.isRevoked) return undefined;
    if (debrief.isDeleted) return this.whenBack(tx, line);
    if (email !== null && !debrief.isTakenBack)
      return this.atDecentHour(tx, debrief) ?? this.mail(tx, about, { ...debrief, email }, line);
    const { id, clientId } = debrief;
    // A corrected address may have asked for it already.
    if (!(await this.followUps.hasOpen(tx, clientId, 'give_page', { type: 'debrief', id })))
      await this.ask(tx, debrief, 'give_page', line);
    return undefined;
  }

  private whenBack(tx: WriteTx, line: LedgerLine): Date | undefined {
    const waits = tx.now.getTime() - Date.parse(line.occurred_at);
    return waits < LOOKS_AGAIN_FOR_MS ? new Date(tx.now.getTime() + LOOKS_AGAIN_AFTER_MS) : undefined;
  }

  private atDecentHour(tx: WriteTx, { timeZone }: DebriefToMail): Date | null {
    const moment = mailMoment(tx.now, timeZone, this.config.quietHours);
    return moment > tx.now ? moment : null;
  }

  /**
   * The client's mail server will not take it, or nobody took it for days: then it is the coach's, while the debrief still
   * stands as the mail says.
   */
  private async returned(
    tx: WriteTx,
    line: LedgerLine,
    stands: (debrief: DebriefToMail) => boolean = () => true,
  ): Promise<void> {
    const debrief = await this.repository.findToMail(tx, line);
    if (!debrief || debrief.isDeleted || !stands(debrief)) return;
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
