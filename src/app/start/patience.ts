import { setTimeout as sleep } from 'node:timers/promises';
import { isAwayForNow } from '../../platform/database/database-errors.js';
import { meaningOf } from './failures.js';

const AGAIN_AFTER_MS = 500;

/**
 * Does this until the database is there to do it with, and tells once what keeps it waiting. `of`: what the operator
 * calls the database. Throws everything that no waiting mends, and when the signal aborts.
 */
export async function untilThere<Result>(
  of: string,
  signal: AbortSignal,
  attempt: () => Promise<Result>,
): Promise<Result> {
  for (let told = ''; ; ) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!isAwayForNow(error)) throw error;
      const sentence = meaningOf(error) ?? 'it does not answer.';
      if (sentence !== told) process.stderr.write(`${of}: ${sentence} Trying again until it is there.\n`);
      told = sentence;
    }
    await sleep(AGAIN_AFTER_MS, undefined, { signal });
  }
}
