import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Deliveries } from '../../src/platform/ledger/deliveries.js';
import { testServer } from '../support/database.js';
import { effort } from '../support/effort.js';
import { Network } from '../support/network.js';
import { createWorld, type World } from '../support/world.js';

const network = new Network(testServer());
let world: World;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false, databaseConnections: 8 }, undefined, await network.open());
});
afterAll(async () => {
  network.clear();
  await world.close();
  await network.close();
});

/** Who asks during a fault: so many at once, half of them to write. */
const CALLERS = 24;
const LONGEST_MS = 10_000;
/** A connection that was open is given up after 9 s, and a new one after 5: a request that needs both waits for both. */
const LONGEST_WITHOUT_A_WORD_MS = 16_000;

interface Asked {
  readonly key: string;
  readonly status: number;
  readonly took: number;
}

/** One request that makes a client of this name, or that reads. */
async function ask(key: string, writes: boolean): Promise<Asked> {
  const since = performance.now();
  const answer = writes
    ? await world.ana.post('/v1/clients', { legalName: key }, { 'idempotency-key': key })
    : await world.ana.get('/v1/clients?limit=1');
  return { key, status: answer.status, took: performance.now() - since };
}

const askAll = (name: string): Promise<Asked[]> =>
  Promise.all(
    Array.from({ length: CALLERS }, (_, index) => ask(`${name.replaceAll(' ', '-')}-${index}`, index % 2 === 0)),
  );

/** How long until it is ready, and as many as it has connections are answered at once. */
async function servesAgain(): Promise<number> {
  const since = performance.now();
  const isReady = async (): Promise<boolean> => (await world.nobody.get('/health/ready')).status === 200;
  while (!(await isReady())) await sleep(50);
  const answers = await Promise.all(Array.from({ length: 16 }, () => world.ana.get('/v1/clients?limit=1')));
  expect(answers.map(({ status }) => status)).toEqual(Array(16).fill(200));
  return performance.now() - since;
}

const made = async (key: string): Promise<number> =>
  (await world.sql<{ n: number }>('select count(*)::int as n from clients where legal_name = $1', [key]))[0]?.n ?? 0;

/** Whoever was told "made" has made one; whoever was not asks again with the same key, and then has made one. */
async function keepsItsWord(asked: readonly Asked[]): Promise<void> {
  const writes = asked.filter(({ key }) => Number(key.split('-').at(-1)) % 2 === 0);
  for (const { key, status } of writes) {
    if (status === 201) expect([key, await made(key)]).toEqual([key, 1]);
    expect([key, (await ask(key, true)).status]).toEqual([key, 201]);
    expect([key, await made(key)]).toEqual([key, 1]);
  }
}

const faults: [name: string, begin: () => void, statuses: number[]][] = [
  ['stalls', () => network.stall(), [503]],
  ['loses the server without a word', () => network.halfOpen(), [503]],
  ['resets every connection', () => network.reset(), [200, 201, 503]],
];

describe('when the network to the database', () => {
  it.each(faults)('%s, each request ends with its status after a trip or two, and nothing is lost or done twice', async (name, begin, statuses) => {
    await servesAgain();
    const [early] = await Promise.all([askAll(`${name} before`), sleep(15).then(begin)]);
    const late = await askAll(name);
    const longest = Math.max(...[...early, ...late].map(({ took }) => took));
    const ready = performance.now();
    if (statuses.length === 1) expect((await world.nobody.get('/health/ready')).status).toBe(503);
    const told = performance.now() - ready;
    network.clear();
    const again = await servesAgain();
    // The figures of the run, for whoever asks for them.
    if (effort.isTimed) process.stdout.write(`${name}: longest ${longest} ms, ready said no in ${told} ms, again in ${again} ms\n`);
    expect([...new Set(late.map(({ status }) => status))].filter((status) => !statuses.includes(status))).toEqual([]);
    expect([...new Set(early.map(({ status }) => status))].filter((status) => ![200, 201, 503].includes(status))).toEqual([]);
    expect(longest).toBeLessThan(name.endsWith('a word') ? LONGEST_WITHOUT_A_WORD_MS : LONGEST_MS);
    expect(told).toBeLessThan(4000);
    expect(again).toBeLessThan(LONGEST_MS);
    await keepsItsWord([...early, ...late]);
  }); // biome-ignore format: one sentence

  it('stalls, the worker lets go and delivers as soon as it carries again; stopping takes no longer than a request', async () => {
    await servesAgain();
    const deliveries = world.app.get(Deliveries);
    const { body } = await world.ana.post('/v1/clients', { legalName: 'Delivered', email: 'delivered@north.example' });
    expect(body.id).toBeDefined();
    deliveries.start();
    network.stall();
    await sleep(500);
    const since = performance.now();
    await deliveries.stop();
    expect(performance.now() - since).toBeLessThan(LONGEST_MS);
    network.clear();
    await servesAgain();
  });
});
