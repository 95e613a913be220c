import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender.js';
import { type Figures, median } from '../figures.js';
import { residentMb } from './cpu.js';
import { put, type Sent } from './load.js';

/** More than this many waiting requests say nothing new, and would measure the client. */
const MOST_WAITING = 8000;

interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly saysWhen: boolean;
}

/**
 * Three times the requests that the contender carries, come what may: an open loop, where nobody waits for an answer
 * before sending the next. What is refused, how late the rest is, what it costs, and how soon all is well again.
 */
export async function overload(contender: Contender, of: Sent, figures: Figures, seconds: number): Promise<string> {
  const load = { port: contender.port, requests: [of], connections: 32, seconds: 3 };
  const quiet = await put(load, 'quiet');
  const carries = quiet.requests / quiet.seconds;
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const ownLine = new Agent({ keepAlive: true, maxSockets: 1 });
  const health: Sent = { method: 'GET', path: '/health/live', headers: {} };
  const answers: Answer[] = [];
  const beats: number[] = [];
  let [offered, broken, waiting, unsent] = [0, 0, 0, 0];
  const send = (): void => {
    offered += 1;
    if (waiting >= MOST_WAITING) {
      unsent += 1;
      return;
    }
    waiting += 1;
    ask(contender.port, of, agent).then(
      (answer) => {
        waiting -= 1;
        answers.push(answer);
      },
      () => {
        waiting -= 1;
        broken += 1;
      },
    );
  };
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const heart = (async () => {
    while (performance.now() < end) {
      beats.push((await ask(contender.port, health, ownLine)).ms);
      figures.peak('memory at three times', residentMb(contender.pid));
      await sleep(100);
    }
  })();
  while (performance.now() < end) {
    const due = ((performance.now() - begun) / 1000) * carries * 3;
    while (offered < due) send();
    await sleep(5);
  }
  const stopped = performance.now();
  const recovery = await recovered(contender, of, quiet.p99);
  await heart;
  for (let patience = 0; waiting > 0 && patience < 600; patience += 1) await sleep(100);
  const refused = answers.filter(({ status }) => status === 503);
  const served = answers.filter(({ status }) => status === 200);
  const surplus = offered - carries * seconds;
  const slow = percentile(
    served.map(({ ms }) => ms),
    0.99,
  );
  figures.numbers.set('share of the surplus refused', Math.min(1, refused.length / surplus));
  // No refusal at all is the worst of refusals.
  const told =
    refused.length > 0
      ? percentile(
          refused.map(({ ms }) => ms),
          0.99,
        )
      : Number.POSITIVE_INFINITY;
  figures.numbers.set('p99 of a refusal', told);
  figures.numbers.set('p99 of the rest to quiet', slow / quiet.p99);
  figures.numbers.set('recovery', recovery === null ? 60 : (recovery - stopped) / 1000);
  figures.numbers.set('p99 of health', percentile(beats, 0.99));
  agent.destroy();
  ownLine.destroy();
  const others = answers.length - refused.length - served.length;
  return (
    `Overload: it carries ${Math.round(carries)}/s (p99 ${quiet.p99.toFixed(0)} ms); offered ${Math.round(offered / seconds)}/s for ${seconds} s: ` +
    `${served.length} served (p50 ${median(served.map(({ ms }) => ms)).toFixed(0)}, p99 ${slow.toFixed(0)} ms), ${refused.length} refused with 503 ` +
    `(${refused.filter(({ saysWhen }) => saysWhen).length} of them say when to come again), ${others} other answers, ` +
    `${broken} broken, ${waiting} never answered, ${unsent} never sent because ${MOST_WAITING} waited.`
  );
}

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

function ask(port: number, { method, path, headers }: Sent, agent: Agent): Promise<Answer> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const going = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      response.resume();
      response.once('error', reject);
      response.once('end', () => {
        const saysWhen = response.headers['retry-after'] !== undefined;
        resolve({ status: response.statusCode ?? 0, ms: performance.now() - begun, saysWhen });
      });
    });
    going.once('error', reject);
    going.end();
  });
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
