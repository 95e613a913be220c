import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Draining } from '../platform/http/health.controller.js';
import { stopWorker } from './worker.js';

/** npm and the terminal both hand on the same Ctrl-C: what comes this soon is no second wish. */
const SAME_WISH_MS = 1000;
/** What has not ended by then will not. */
const LONGEST_MS = 60_000;

/**
 * Ends the process on a signal, in order: not ready → wait until the load balancer knows → finish what runs → close →
 * stop the database. A second Ctrl-C ends at once; nothing acknowledged is lost by that.
 */
export function endsOnSignals(app: NestFastifyApplication, drainSeconds: number, last: () => Promise<void>): void {
  let since: number | null = null;
  const end = async (): Promise<void> => {
    app.get(Draining).isDraining = true;
    await sleep(drainSeconds * 1000);
    await stopWorker(app);
    await app.close();
    await last();
  };
  const onSignal = (): void => {
    if (since !== null) {
      if (Date.now() - since > SAME_WISH_MS) process.exit(1);
      return;
    }
    since = Date.now();
    setTimeout(() => process.exit(1), LONGEST_MS + drainSeconds * 1000).unref();
    end().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, onSignal);
}
