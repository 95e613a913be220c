import { setTimeout as sleep } from 'node:timers/promises';

/** npm and the terminal both hand on the same Ctrl-C: what comes this soon is no second wish. */
const SAME_WISH_MS = 1000;
/** A start that is under way is let come to its next step: what it makes is whole, or not begun. */
const LONGEST_START_MS = 30_000;
/** What has not ended by then will not. */
const LONGEST_MS = 60_000;

/**
 * How the process ends on a signal, at whatever moment it comes: the start goes no further, and what has come up goes down
 * in the opposite order. A second Ctrl-C ends at once; nothing acknowledged is lost by that.
 */
export class Ending {
  private readonly wish = new AbortController();
  private readonly acts: (() => unknown)[] = [];
  private started: Promise<unknown> = Promise.resolve();
  private since: number | null = null;
  private longestMs = LONGEST_MS;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.onSignal());
  }

  /** Aborts when somebody wants an end. */
  get signal(): AbortSignal {
    return this.wish.signal;
  }

  /** Runs the start. What it throws because it is to go no further is no fault. */
  async during(start: () => Promise<void>): Promise<void> {
    const started = start();
    this.started = started.catch(() => undefined);
    await started.catch((error: unknown) => {
      if (!this.signal.aborted) throw error;
    });
  }

  /** Something has come up: how it goes down, and how long that may take beyond what all may. */
  add(act: () => unknown, lastsMs = 0): void {
    this.acts.push(act);
    this.longestMs += lastsMs;
  }

  private onSignal(): void {
    if (this.since !== null) {
      if (performance.now() - this.since > SAME_WISH_MS) process.exit(1);
      return;
    }
    this.since = performance.now();
    this.wish.abort();
    this.end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  }

  private async end(): Promise<void> {
    await Promise.race([this.started, sleep(LONGEST_START_MS, undefined, { ref: false })]);
    setTimeout(() => process.exit(1), this.longestMs).unref();
    for (const act of this.acts.toReversed()) await act();
  }
}
