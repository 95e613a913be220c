import { parentPort } from 'node:worker_threads';
import { READY, type Reply } from './hands.js';

/** Where a hand works: takes a piece, answers what was made of it. The name of an error is told, never its message, which can quote what a person wrote. */
export function worksOn<Work>(make: (work: Work) => unknown): void {
  const answer = async (work: Work): Promise<Reply> => {
    try {
      return { made: await make(work) };
    } catch (error) {
      return { failed: error instanceof Error ? error.name : 'unknown' };
    }
  };
  const port = parentPort;
  if (port) {
    port.on('message', async (work: Work) => port.postMessage(await answer(work)));
    port.postMessage(READY);
  } else {
    process.on('message', async (work: Work) => process.send?.(await answer(work)));
    // A terminal's Ctrl-C reaches us too: what is in work is finished, and whoever started us ends us.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
    // They are gone themselves.
    process.on('disconnect', () => process.exit());
    process.send?.(READY);
  }
}
