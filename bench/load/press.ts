import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Sent } from './load.js';

/** As many connections as a proxy would keep open. What would have to wait for one of them is not sent. */
const MOST_AT_ONCE = 256;

/** How long the crowd takes to arrive. */
export const ARRIVAL_SECONDS = 2;

export interface Answer {
  readonly status: number;
  readonly ms: number;
  readonly saysWhen: boolean;
}

export interface Pressure {
  readonly port: number;
  readonly of: Sent;
  readonly perSecond: number;
  readonly seconds: number;
}

/** What became of an open loop, where nobody waits for an answer before sending the next. */
export interface Pressed {
  readonly answers: readonly Answer[];
  readonly offered: number;
  readonly broken: number;
  readonly unsent: number;
}

export function ask(port: number, { method, path, headers }: Sent, agent: Agent): Promise<Answer> {
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

async function press({ port, of, perSecond, seconds }: Pressure): Promise<Pressed> {
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_AT_ONCE });
  const answers: Answer[] = [];
  let [offered, broken, waiting, unsent] = [0, 0, 0, 0];
  const send = async (): Promise<void> => {
    waiting += 1;
    await ask(port, of, agent).then(
      (answer) => answers.push(answer),
      () => {
        broken += 1;
      },
    );
    waiting -= 1;
  };
  const during = async (length: number, rate: number): Promise<void> => {
    const begun = performance.now();
    offered = 0;
    for (let passed = 0; passed < length; passed = (performance.now() - begun) / 1000) {
      for (; offered < passed * rate; offered += 1) {
        if (waiting < MOST_AT_ONCE) void send();
        else unsent += 1;
      }
      await sleep(2);
    }
  };
  // The crowd has arrived before it is counted: hundreds of new connections at once are another trial.
  await during(ARRIVAL_SECONDS, perSecond);
  answers.length = 0;
  [broken, unsent] = [0, 0];
  await during(seconds, perSecond);
  for (let patience = 0; waiting > 0 && patience < 600; patience += 1) await sleep(50);
  agent.destroy();
  return { answers, offered, broken, unsent: unsent + waiting };
}

if (!isMainThread) parentPort?.postMessage(await press(workerData as Pressure));
