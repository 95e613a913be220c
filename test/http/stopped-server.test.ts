import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Caller } from '../support/caller.js';
import { effort } from '../support/effort.js';
import { ServiceProcess } from '../support/service-process.js';

const STARTING = 300_000;

let service: ServiceProcess;
beforeAll(async () => {
  service = await ServiceProcess.create({ ONWARD_LIMITS: 'false' });
  await service.start();
}, STARTING);
afterAll(() => service.stop(), STARTING);

/** Every process of the service's own PostgreSQL: its first one, and those that it started. */
function processesOf(postmaster: number): number[] {
  const parentOf = (pid: string): number => {
    try {
      return Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
    } catch {
      return 0;
    }
  };
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === postmaster);
  return [postmaster, ...children.map(Number)];
}

// What stands still is found by its process number, which only Linux shows in files.
(process.platform === 'linux' ? describe : describe.skip)('when PostgreSQL stands still', () => {
  it('each request ends with 503 within ten seconds; once it goes on the service does, and it stops in order though it stands again', async () => {
    const caller = new Caller(service.url);
    const ask = async (): Promise<{ status: number; took: number }> => {
      const since = performance.now();
      const { status } = await caller.post('/v1/auth/sign-in', { email: 'nobody@north.example', password: 'x'.repeat(15) });
      return { status, took: performance.now() - since };
    };
    expect((await ask()).status).toBe(401);
    const stopped = processesOf(service.postmaster());
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    const live = await caller.get('/health/live');
    const ready = await caller.get('/health/ready');
    for (const pid of stopped) process.kill(pid, 'SIGCONT');
    const again = await service.ready();
    if (effort.isTimed) process.stdout.write(`stopped: longest ${Math.max(...answers.map(({ took }) => took))} ms, again in ${again} ms\n`);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503));
    expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(10_000);
    expect([live.status, ready.status]).toEqual([200, 503]);
    expect((await ask()).status).toBe(401);

    const once = processesOf(service.postmaster());
    for (const pid of once) process.kill(pid, 'SIGSTOP');
    await sleep(300);
    const since = performance.now();
    const code = service.ended('SIGTERM');
    // The database is the service's own: whoever stops it lets it go on, so that it can end.
    expect(await code).toBe(0);
    if (effort.isTimed) process.stdout.write(`stopped: SIGTERM took ${performance.now() - since} ms\n`);
    expect(performance.now() - since).toBeLessThan(45_000);
  }, STARTING); // biome-ignore format: one sentence
});
