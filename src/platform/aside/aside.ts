import { Logger } from '@nestjs/common';
import { AppError } from '../../kernel/errors.js';
import { FairSlots } from '../http/admission/fair-slots.js';
import type { Hand, Reply, StartHand } from './hands.js';

export interface AsideSettings<Work> {
  /** For the log. */
  readonly name: string;
  readonly start: StartHand<Work>;
  /** A piece of work that takes more processor time is given up, with the hand that does it; where that is not known, more time. */
  readonly longestMs?: number;
  /** So many pieces wait at most, a fair share of them for each organization. */
  readonly mostWaiting?: number;
  /** A hand that grows beyond is ended, at once or after its piece of work. */
  readonly mostMegabytes?: number;
  /** A hand that had nothing to do for so long rests: the next piece starts another. */
  readonly restsAfterMs?: number;
}

const LOOK_MS = 250;
/** On a busy machine, work stands still for most of the time: so many times as long may pass. */
const BUSY = 4;
/** What a hand may take to begin, on a machine that has much to do. */
const START_MS = 20_000;

/**
 * Work that would keep the event loop, done by one hand beside it: a process or a thread, started with the first piece.
 * One piece at a time, the others wait in a short line. What is lost (a crash, too long, too large, no place in line) is
 * answered 503, and the next piece gets a fresh hand.
 */
export class Aside<Work, Made> {
  private readonly log: Logger;
  private readonly line: FairSlots;
  private readonly longestMs: number;
  private hand: Hand<Work> | null = null;
  private rest: NodeJS.Timeout | undefined;
  private isEnded = false;
  private pieces = 0;
  private lost = 0;

  constructor(private readonly settings: AsideSettings<Work>) {
    this.log = new Logger(settings.name);
    this.longestMs = settings.longestMs ?? 5000;
    const mostWaiting = settings.mostWaiting ?? 20;
    // Nobody waits longer than the whole line may take before it.
    this.line = new FairSlots({ most: 1, mostWaiting, patienceMs: this.longestMs * BUSY });
  }

  /** What was done and what was lost since the start; the process at work, if it is one. */
  get counts(): { pieces: number; lost: number; waiting: number; pid: number | null } {
    return { pieces: this.pieces, lost: this.lost, waiting: this.line.counts.waiting, pid: this.hand?.pid ?? null };
  }

  /** `share`: whose place in line it takes. Throws 503 when the line is full or the work was lost. */
  async make(share: string, work: Work): Promise<Made> {
    if (this.isEnded || !(await this.line.enter(share))) throw new AppError('unavailable', 'http.unavailable');
    try {
      return await this.handOver(work);
    } finally {
      this.line.leave(share);
    }
  }

  /** Ends the hand, whatever it does, and takes nothing more. */
  end(): void {
    this.isEnded = true;
    this.drop();
  }

  private async handOver(work: Work): Promise<Made> {
    if (this.isEnded) throw new AppError('unavailable', 'http.unavailable');
    clearTimeout(this.rest);
    if (this.hand?.isGone()) this.drop();
    this.hand ??= this.settings.start();
    const { hand } = this;
    this.pieces += 1;
    const reply = await this.replyOf(hand, work);
    if (typeof reply === 'string') {
      this.lost += 1;
      if (this.hand === hand) this.drop();
      if (!this.isEnded) this.log.error(`a piece of work was lost: ${reply}`);
      throw new AppError('unavailable', 'http.unavailable');
    }
    await this.lookAtSize(hand);
    this.rest = setTimeout(() => this.drop(), this.settings.restsAfterMs ?? 120_000).unref();
    if ('failed' in reply) throw new Error(reply.failed);
    return reply.made as Made;
  }

  /** The answer, or in words how it was lost. */
  private replyOf(hand: Hand<Work>, work: Work): Promise<Reply | string> {
    const { promise, resolve } = Promise.withResolvers<Reply | string>();
    let isOver = false;
    const after = (ms: number) => setTimeout(() => resolve(`it took longer than ${ms} ms`), ms);
    let late = after(START_MS);
    let begun: number | null = null;
    void hand.ready.then(async () => {
      clearTimeout(late);
      begun = await hand.busyMs();
      if (!isOver) late = after(begun === null ? this.longestMs : this.longestMs * BUSY);
    });
    const { mostMegabytes = Number.POSITIVE_INFINITY } = this.settings;
    const look = setInterval(async () => {
      if ((await hand.megabytes()) > mostMegabytes) resolve(`it took more than ${mostMegabytes} MB`);
      const busy = await hand.busyMs();
      if (begun !== null && busy !== null && busy - begun > this.longestMs)
        resolve(`it took more than ${this.longestMs} ms of the processor`);
    }, LOOK_MS);
    hand.work(work, resolve);
    return promise.finally(() => {
      isOver = true;
      clearTimeout(late);
      clearInterval(look);
    });
  }

  private async lookAtSize(hand: Hand<Work>): Promise<void> {
    if (this.settings.mostMegabytes === undefined) return;
    if ((await hand.megabytes()) > this.settings.mostMegabytes && this.hand === hand) this.drop();
  }

  private drop(): void {
    clearTimeout(this.rest);
    this.hand?.end();
    this.hand = null;
  }
}
