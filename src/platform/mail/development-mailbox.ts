import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { SMTPServer as Server } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  /** Where an answer would go; null when the mail does not say. */
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly receivedAt: string;
}

const MOST = 500;

/** An SMTP server inside the process, on this machine only, that keeps the newest mails. Outside production only. */
@Injectable()
export class DevelopmentMailbox implements OnApplicationShutdown {
  private readonly mails: ReceivedMail[] = [];
  private server: Server | null = null;
  private listening: Promise<string> | null = null;

  /** Newest first. */
  received(): readonly ReceivedMail[] {
    return this.mails;
  }

  /** The `smtp://` address of the mailbox; starts it when it is first needed. */
  address(): Promise<string> {
    this.listening ??= this.listen();
    return this.listening;
  }

  onApplicationShutdown(): void {
    this.server?.close();
  }

  private async listen(): Promise<string> {
    // Loaded with the first mail and never in production: together they would be a fifth of the start.
    const [{ SMTPServer }, { simpleParser }] = await Promise.all([import('smtp-server'), import('mailparser')]);
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      size: 1024 * 1024,
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address).join(', ');
        simpleParser(stream).then(
          (mail) => {
            this.mails.unshift({
              to,
              replyTo: mail.replyTo?.value[0]?.address ?? null,
              subject: mail.subject ?? '',
              text: mail.text ?? '',
              html: mail.html || '',
              receivedAt: new Date().toISOString(),
            });
            this.mails.length = Math.min(this.mails.length, MOST);
            done();
          },
          (error: Error) => done(error),
        );
      },
    });
    this.server = server;
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.server.address() as AddressInfo;
        resolve(`smtp://127.0.0.1:${port}`);
      });
    });
  }
}
