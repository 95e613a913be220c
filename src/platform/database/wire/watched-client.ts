import type { Socket } from 'node:net';
import pg from 'pg';

/** How often a connection is looked at. */
const LOOK_EVERY_MS = 500;
/**
 * So long a connection that was asked something may stay without a byte, the wait for it included. Longer than the
 * server's own limit of a statement, which answers; shorter than ten seconds, in which every request ends.
 */
export const longestSilenceMs = 9000;
/** Who says goodbye is not waited for. */
const LONGEST_GOODBYE_MS = 1000;

/** What a connection is told beyond pg's own settings. */
export interface Watch {
  /** For work that is long and silent by nature: a migration. */
  readonly longestSilenceMs?: number;
}

/** The error of a connection that was given up. Its code is the network's own, so that it counts as one of it. */
class Silent extends Error {
  override readonly name = 'Silent';
  readonly code = 'ETIMEDOUT';
}

/**
 * A connection that ends. A server that stands still, or a network that swallows what is sent, never says so: the
 * socket stays open, and whoever asked would wait for ever. So each connection is looked at from time to time, and one
 * that owes an answer and has brought no byte for too long is destroyed, socket and all, with whatever was asked on it.
 * (pg's `query_timeout` would only stop waiting, and hand the connection on in the middle of a transaction.)
 *
 * It counts its looks and not the time: a process that stood still itself has not waited.
 */
export class WatchedClient extends pg.Client {
  /** Called when it was given up. */
  onSilence: () => void = () => {};
  private readonly longest: number;
  private silentMs = 0;
  private bytesRead = 0;
  private isEnding = false;
  private watch: NodeJS.Timeout | undefined;

  constructor(config?: pg.ClientConfig & Watch) {
    super(config);
    this.longest = config?.longestSilenceMs ?? longestSilenceMs;
    this.once('end', () => clearInterval(this.watch));
  }

  override connect(): Promise<pg.Client>;
  override connect(callback: (error: Error) => void): void;
  override connect(callback?: (error: Error) => void): Promise<pg.Client> | void {
    this.watch ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    return callback ? super.connect(callback) : super.connect();
  }

  /** For whoever waited so long until it was theirs: that counts. */
  hasCost(ms: number): void {
    this.silentMs = Math.min(ms, this.longest);
    this.bytesRead = this.wire.stream.bytesRead;
  }

  /** Ends it without a word. */
  cut(): void {
    this.wire.stream.destroy();
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    this.isEnding = true;
    this.silentMs = 0;
    return callback ? super.end(callback) : super.end();
  }

  private look(): void {
    const { bytesRead } = this.wire.stream;
    if (bytesRead !== this.bytesRead || !(this.owes || this.isEnding)) this.silentMs = 0;
    else this.silentMs += LOOK_EVERY_MS;
    this.bytesRead = bytesRead;
    if (this.silentMs < (this.isEnding ? LONGEST_GOODBYE_MS : this.longest)) return;
    clearInterval(this.watch);
    if (this.isEnding) {
      this.cut();
      return;
    }
    this.wire.stream.destroy(new Silent('The database is silent'));
    this.onSilence();
  }

  /** It is asked something, or is not yet through its greeting. */
  private get owes(): boolean {
    return (this as unknown as { readyForQuery?: boolean }).readyForQuery !== true;
  }

  private get wire(): { stream: Socket } {
    return (this as unknown as { connection: { stream: Socket } }).connection;
  }
}

/** For every connection, whoever opens it: watched, and asked by the kernel whether the other side is still there. */
export const lively = { Client: WatchedClient, keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;
