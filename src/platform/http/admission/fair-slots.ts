interface Waiting {
  readonly key: string;
  readonly resolve: (isAdmitted: boolean) => void;
  readonly timer: NodeJS.Timeout;
}

export interface SlotSettings {
  /** So many work at once. */
  readonly most: number;
  /** So many wait at most, and none of them longer than this. */
  readonly mostWaiting: number;
  /** Of one key, so many; without it, as many as there is room. */
  readonly mostWaitingOfOne?: number;
  readonly patienceMs: number;
}

/**
 * A fixed number of places for work, shared fairly: whoever has least of them gets the next one. When too many wait, the
 * key with most waiters loses its last one, so that a crowd can only crowd out itself.
 */
export class FairSlots {
  private readonly working = new Map<string, number>();
  private readonly queues = new Map<string, Waiting[]>();
  private taken = 0;
  private waiting = 0;

  constructor(private readonly settings: SlotSettings) {}

  get counts(): { working: number; waiting: number } {
    return { working: this.taken, waiting: this.waiting };
  }

  /** True: whoever comes with this key now would be refused. */
  isFullFor(key: string): boolean {
    const { most, mostWaiting, mostWaitingOfOne = mostWaiting } = this.settings;
    if (this.taken < most) return false;
    if (this.waitersOf(key) >= mostWaitingOfOne) return true;
    if (this.waiting < mostWaiting) return false;
    return this.waitersOf(key) + 1 > this.waitersOf(this.longest());
  }

  /** True once there is a place: the caller then owes `leave`. False: there is none, at once or after some patience. */
  enter(key: string, onWait?: (stopWaiting: () => void) => void): Promise<boolean> | true {
    if (this.taken < this.settings.most) {
      this.take(key);
      return true;
    }
    if (this.isFullFor(key)) return Promise.resolve(false);
    if (this.waiting >= this.settings.mostWaiting) this.dismissLast(this.longest());
    return new Promise<boolean>((resolve) => {
      // When everything stood still for a moment, answers that free a place may have come meanwhile: they go first.
      // Who waits has a connection, and that keeps the process alive: a timer of its own need not.
      const timer = setTimeout(() => setImmediate(() => this.dismiss(waiter)), this.settings.patienceMs).unref();
      const waiter: Waiting = { key, resolve, timer };
      const queue = this.queues.get(key);
      if (queue) queue.push(waiter);
      else this.queues.set(key, [waiter]);
      this.waiting += 1;
      onWait?.(() => this.dismiss(waiter));
    });
  }

  leave(key: string): void {
    this.taken -= 1;
    const left = (this.working.get(key) ?? 1) - 1;
    if (left > 0) this.working.set(key, left);
    else this.working.delete(key);
    const next = this.queues.get(this.poorest() ?? '')?.[0];
    if (!next) return;
    this.drop(next);
    this.take(next.key);
    next.resolve(true);
  }

  private take(key: string): void {
    this.taken += 1;
    this.working.set(key, (this.working.get(key) ?? 0) + 1);
  }

  private waitersOf(key: string): number {
    return this.queues.get(key)?.length ?? 0;
  }

  /** Of those who wait, the key with the fewest places; of equal ones, who has waited in line longest. */
  private poorest(): string | undefined {
    let best: string | undefined;
    for (const key of this.queues.keys()) {
      if (best === undefined || (this.working.get(key) ?? 0) < (this.working.get(best) ?? 0)) best = key;
    }
    return best;
  }

  private longest(): string {
    let best = '';
    for (const key of this.queues.keys()) if (this.waitersOf(key) > this.waitersOf(best)) best = key;
    return best;
  }

  private dismissLast(key: string): void {
    const last = this.queues.get(key)?.at(-1);
    if (last) this.dismiss(last);
  }

  private dismiss(waiter: Waiting): void {
    if (this.drop(waiter)) waiter.resolve(false);
  }

  /** Takes it out of its queue; false when it is in none (any more). */
  private drop(waiter: Waiting): boolean {
    clearTimeout(waiter.timer);
    const queue = this.queues.get(waiter.key) ?? [];
    const at = queue.indexOf(waiter);
    if (at < 0) return false;
    queue.splice(at, 1);
    this.waiting -= 1;
    this.queues.delete(waiter.key);
    // Set again, behind the others: keys with as few places take turns.
    if (queue.length > 0) this.queues.set(waiter.key, queue);
    return true;
  }
}
