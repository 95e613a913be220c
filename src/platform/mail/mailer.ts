import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config/config.js';
import { DevelopmentMailbox } from './development-mailbox.js';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47, for `Content-Language`. */
  readonly locale: string;
  /** The same for every try of the same mail, so that a mail program can drop a second copy. */
  readonly id: string;
}

/** Sends mail over SMTP. Called only by consumers of the ledger and by jobs, never inside a request. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private transport: Transporter | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mailbox: DevelopmentMailbox,
  ) {}

  /** Resolves when the server has taken the mail. Throws what SMTP answered; the ledger tries again. */
  async send(mail: Mail): Promise<void> {
    this.transport ??= createTransport({
      url: this.config.smtpUrl ?? (await this.mailbox.address()),
      // One connection for many mails: a new one for each costs more than the mail.
      pool: true,
      // The library tries again on a connection that the server had closed meanwhile; all else is the ledger's to try.
      maxRequeues: 1,
      // Its own time-outs are minutes long, and a transaction waits for the answer.
      connectionTimeout: 5000,
      greetingTimeout: 5000,
      socketTimeout: 10_000,
    });
    await this.transport.sendMail({
      from: this.config.mailFrom,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@onward>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale },
    });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}
