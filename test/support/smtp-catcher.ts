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
  /** Recipients whose mail it has received whole and says nothing about until `release`. */
  readonly held: string[] = [];
  private readonly answers = new Map<string, number>();
  private holds: ((to: string) => boolean) | null = null;
  private readonly waiting: (() => void)[] = [];
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _, done) => {
      const code = this.answers.get(address);
      done(code === undefined ? null : Object.assign(new Error(`<${address}> is not taken`), { responseCode: code }));
    },
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      simpleParser(stream).then(
        ({ messageId = '', text = '' }) => {
          const take = (): void => {
            this.mails.push({ to, id: messageId, text });
            done();
          };
          if (!this.holds?.(to)) return take();
          this.held.push(to);
          this.waiting.push(take);
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

  /** From now on it answers this for the recipient; null: it takes the mail again. */
  answer(to: string, code: number | null): void {
    if (code === null) this.answers.delete(to);
    else this.answers.set(to, code);
  }

  /** From now on it says nothing about mails to these. */
  hold(which: (to: string) => boolean): void {
    this.holds = which;
  }

  /** Takes what it held, and speaks again. */
  release(): void {
    this.holds = null;
    this.held.length = 0;
    for (const take of this.waiting.splice(0)) take();
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
