import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Contender } from '../contenders/contender.js';
import { type Figures, median } from '../figures.js';
import { residentMb } from './cpu.js';
import { put, type Sent } from './load.js';
import { type Answer, ARRIVAL_SECONDS, ask, type Pressed, type Pressure } from './press.js';

const health: Sent = { method: 'GET', path: '/health/live', headers: {} };

/**
 * Three times the requests that the contender carries, come what may. What is refused, how late the rest is, what it
 * costs, whether it can still be asked if it lives, and how soon all is well again. The load comes from a thread of its
 * own, so that a busy sender does not make the heartbeat late.
 */
export async function overload(contender: Contender, of: Sent, figures: Figures, seconds: number): Promise<string> {
  const { port } = contender;
  const load = { port, requests: [of], connections: 32 };
  // A cold server carries a tenth of what it will, and three times that would be no overload.
  await put({ ...load, seconds: 8 }, 'warming up');
  const quiet = await put({ ...load, seconds: 4 }, 'quiet');
  figures.peak('memory under load', residentMb(contender.pid));
  const carries = quiet.requests / quiet.seconds;
  const pressure: Pressure = { port, of, perSecond: carries * 3, seconds };
  const beats: number[] = [];
  const ownLine = new Agent({ keepAlive: true, maxSockets: 1 });
  const pressed = inThread(pressure);
  await sleep(ARRIVAL_SECONDS * 1000);
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) {
    beats.push((await ask(port, health, ownLine)).ms);
    figures.peak('memory at three times', residentMb(contender.pid));
    await sleep(50);
  }
  const stopped = performance.now();
  const well = await recovered(contender, of, quiet.p99);
  const { answers, offered, broken, unsent } = await pressed;
  ownLine.destroy();
  const refused = answers.filter(({ status }) => status === 503);
  const served = answers.filter(({ status }) => status === 200);
  const slow = late(served, 0.99);
  figures.numbers.set(
    'share of the surplus refused',
    Math.min(1, refused.length / (offered - unsent - carries * seconds)),
  );
  // No refusal at all is the worst of refusals.
  figures.numbers.set('p99 of a refusal', refused.length > 0 ? late(refused, 0.99) : Number.POSITIVE_INFINITY);
  figures.numbers.set('p99 of the rest to quiet', slow / quiet.p99);
  figures.numbers.set('recovery', well === null ? 60 : Math.max(0, well - stopped) / 1000);
  figures.numbers.set('p99 of health', percentile(beats, 0.99));
  return (
    `Overload: it carries ${Math.round(carries)}/s (p50 ${quiet.p50.toFixed(0)}, p99 ${quiet.p99.toFixed(0)} ms); offered ${Math.round(offered / seconds)}/s for ${seconds} s: ` +
    `${served.length} served (p50 ${median(served.map(({ ms }) => ms)).toFixed(0)}, p99 ${slow.toFixed(0)} ms), ${refused.length} refused with 503 ` +
    `(p50 ${late(refused, 0.5).toFixed(0)} ms; ${refused.filter(({ saysWhen }) => saysWhen).length} of them say when to come again), ` +
    `${answers.length - refused.length - served.length} other answers, ${broken} broken, ${unsent} not sent or never answered.`
  );
}

const inThread = (pressure: Pressure): Promise<Pressed> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(join(import.meta.dirname, 'press.ts'), { workerData: pressure });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

/** When ten requests in a row came back nearly as fast as in quiet times; null after a minute. */
async function recovered({ port }: Contender, of: Sent, quietP99: number): Promise<number | null> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const begun = performance.now();
  let since = begun;
  for (let inRow = 0; performance.now() - begun < 60_000; ) {
    const { status, ms } = await ask(port, of, agent).catch(() => ({ status: 0, ms: 0 }));
    if (status === 200 && ms <= 2 * quietP99) inRow += 1;
    else [inRow, since] = [0, performance.now()];
    if (inRow === 10) {
      agent.destroy();
      return since;
    }
    if (status !== 200) await sleep(20);
  }
  return null;
}

const late = (answers: readonly Answer[], share: number): number =>
  percentile(
    answers.map(({ ms }) => ms),
    share,
  );

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
