import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { AppError } from '../../kernel/errors.js';
import type { Database } from '../database/database.js';
import { type Consumer, type Lane as LaneName, Refused } from './consumers.js';
import type { DeliveriesRepository, DeliveryKey } from './deliveries.repository.js';
import type { Ledger } from './ledger.js';

const POLL_EVERY_MS = 250;
/** Of an error in our own consumer: about an hour and a half. */
const TRIES = 8;
/** Of what is away (a server, the network, the database): 23 minutes, and then once an hour for four days. */
const TRIES_FOR_DAYS = 102;
const NEVER = 2 ** 31 - 1;
/** A lane that has not come round for so long hangs. */
const STUCK_MS = 120_000;

/**
 * Carries the lines of one kind of consumer, in a loop of its own, so that no lane waits for another. A lane asks only
 * for the consumers that this process has: a line for one that a newer release has waits there and delays nobody.
 */
export abstract class Lane {
  protected readonly log = new Logger(Lane.name);
  private running: Promise<void> | null = null;
  private stopping: AbortController | null = null;
  private turnedAt = 0;

  constructor(
    protected readonly lane: LaneName,
    protected readonly database: Database,
    protected readonly repository: DeliveriesRepository,
    protected readonly ledger: Ledger,
  ) {}

  /** Handles some of what is due; answers how many were handled, or 0 when nothing was. */
  abstract round(isStopping: () => boolean): Promise<number>;

  start(): void {
    this.turned();
    this.stopping ??= new AbortController();
    this.running ??= this.loop(this.stopping.signal);
  }

  /** False: it was started, and hangs. */
  get isTurning(): boolean {
    return this.running === null || performance.now() - this.turnedAt < STUCK_MS;
  }

  /** Begins nothing any more, and waits for what has begun: no longer than its deadline. */
  async stop(): Promise<void> {
    this.stopping?.abort();
    await this.running;
    await this.settled();
    this.running = null;
    this.stopping = null;
  }

  /** Everything that is due now, and what that causes in this lane. */
  async drain(): Promise<number> {
    let handled = 0;
    for (let progress = 1; progress > 0; handled += progress) progress = await this.round(() => false);
    return handled;
  }

  /** It gets on. */
  protected turned(): void {
    this.turnedAt = performance.now();
  }

  protected get names(): string[] {
    return [...this.ledger.consumers.values()].filter(({ lane }) => lane === this.lane).map(({ name }) => name);
  }

  /** Notes a try that failed: again later, or parked, and then the room hears of it in the same transaction. */
  protected async failed(key: DeliveryKey, consumer: Consumer, claim: string | null, error: unknown): Promise<void> {
    const reason = nameOf(error);
    const tries = error instanceof Refused ? 0 : this.lane !== 'quick' || isAway(error) ? TRIES_FOR_DAYS : TRIES;
    this.log.warn(`${key.consumer} failed on line ${key.lineId}: ${reason}`);
    const note = (most: number): Promise<boolean> =>
      this.database.asSystem(key.organizationId, 'note a failed delivery', async (tx) => {
        const parked = await this.repository.failed(tx, key, claim, reason, most);
        if (parked) await consumer.onParked?.(tx, parked, reason);
        return parked !== null;
      });
    // A room that cannot say yet what follows is asked again after the next try.
    const isParked = await note(tries).catch(() => note(NEVER));
    if (isParked) this.log.error(`${key.consumer} is parked on line ${key.lineId}: ${reason}`);
  }

  /** Of an error nothing is logged but its kind. */
  protected waits(error: unknown): void {
    this.log.warn(`${this.lane} deliveries wait: ${nameOf(error)}`);
  }

  /** Ends when nothing of this lane is on its way any more. */
  protected async settled(): Promise<void> {}

  private async loop(signal: AbortSignal): Promise<void> {
    const isStopping = (): boolean => signal.aborted;
    while (!isStopping()) {
      let handled = 0;
      this.turned();
      try {
        handled = await this.round(isStopping);
      } catch (error) {
        // The database is away: deliveries wait there, nothing is lost.
        this.waits(error);
      }
      if (handled === 0) await sleep(POLL_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

const isAway = (error: unknown): boolean => error instanceof AppError && error.kind === 'unavailable';

/** The kind of an error without its message, which may hold data. */
function nameOf(error: unknown): string {
  if (error instanceof AppError || error instanceof Refused) return error.code;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(typeof code === 'string' ? code : (name ?? 'unknown'));
}
