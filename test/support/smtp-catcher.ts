import type { AddressInfo } from 'node:net';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface CaughtMail {
  readonly to: string;
  readonly id: string;
  readonly text: string;
}

/** A mail server of the test's own, which outlives the service that it belongs to. */
export class SmtpCatcher {
  readonly mails: CaughtMail[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      simpleParser(stream).then(
        ({ messageId = '', text = '' }) => {
          this.mails.push({ to: session.envelope.rcptTo[0]?.address ?? '', id: messageId, text });
          done();
        },
        (error: Error) => done(error),
      );
    },
  });

  /** Answers its `smtp://` address. */
  async start(): Promise<string> {
    // A sender that is killed in the middle is what this is for.
    this.server.on('error', () => {});
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', () => resolve()));
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  async waitFor(to: string): Promise<CaughtMail> {
    for (let tries = 0; tries < 2400; tries += 1) {
      const mail = this.mails.find((one) => one.to === to);
      if (mail) return mail;
      await new Promise((again) => setTimeout(again, 50));
    }
    throw new Error(`No mail came for ${to}`);
  }
}
