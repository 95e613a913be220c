import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { CONFIG, type Config } from '../config/config.js';
import { Refused, type Sending } from '../ledger/consumers.js';
import { DevelopmentMailbox } from './development-mailbox.js';

export interface Mail {
  readonly to: string;
  /** Where the answer goes; null: to nobody. */
  readonly replyTo?: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** BCP 47, for `Content-Language`. */
  readonly locale: string;
  /** The same for every try of the same mail, so that a mail program can drop a second copy. */
  readonly id: string;
}

/** Of the library's own waits, the longest; the deadline of the whole comes with the signal. */
const SILENCE_MS = 10_000;

/** Sends mail over SMTP: in the mail lane of the ledger, never inside a request or a transaction. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private transport: Transporter | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mailbox: DevelopmentMailbox,
  ) {}

  /** The sending of this mail, for the lane to do when what it says has been committed. */
  sending(mail: Mail): Sending {
    return (signal) => this.send(mail, signal);
  }

  /**
   * Resolves when the server has taken the mail. Throws `Refused` when it says that it never will, and otherwise an error
   * whose code is the answer's number or what happened to the connection; never the answer's text, which names people.
   */
  async send(mail: Mail, signal: AbortSignal): Promise<void> {
    this.transport ??= createTransport({
      url: this.config.smtpUrl ?? (await this.mailbox.address()),
      // One connection for many mails: a new one for each costs more than the mail.
      pool: true,
      // As many as the lane has on its way.
      maxConnections: 8,
      // The library tries again on a connection that the server had closed meanwhile; all else is the ledger's to try.
      maxRequeues: 1,
      connectionTimeout: SILENCE_MS,
      greetingTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS,
    });
    const message = {
      from: this.config.mailFrom,
      to: mail.to,
      ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@onward>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale },
      // Takes the mail out of the queue, or cuts the connection that it is on: nothing is sent after its deadline.
      signal,
    };
    await this.transport.sendMail(message).catch((error: SmtpError) => {
      throw answered(error, signal);
    });
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly command?: string;
}

/**
 * 5xx is for ever when it is said of the recipient or of the mail. Said of our sign-in, our address or our sender, it is
 * the operator's to put right, and mails wait for that as they wait for a server that is away.
 */
function answered({ code, responseCode, command }: SmtpError, signal: AbortSignal): Error {
  const reason = `smtp-${responseCode ?? (signal.aborted ? 'deadline' : (code ?? 'error').toLowerCase())}`;
  const isForEver =
    responseCode === undefined
      ? code === 'EENVELOPE' // The library itself sees that this is no address.
      : responseCode >= 500 && OF_THIS_MAIL.test(command ?? '');
  return isForEver ? new Refused(reason) : Object.assign(new Error('the mail was not taken'), { code: reason });
}
const OF_THIS_MAIL = /^(RCPT TO|DATA)/;
