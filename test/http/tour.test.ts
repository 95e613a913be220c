import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { differences, type Stop, stopsOf, walk } from '../support/tour.js';

/** Made by the service itself, whose database runs as a user without rights when this test is root. */
const dataDir = join(tmpdir(), `onward-tour-${randomBytes(6).toString('hex')}`);
const stops = stopsOf(readFileSync('README.md', 'utf8'), 'A five-minute tour');
let service: ChildProcess;
let port: number;

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  PORT: String(port),
  ONWARD_DATA_DIR: dataDir,
  ONWARD: `http://localhost:${port}`,
});

/** As the README says: `npm start`. Ready when the welcome stands there. */
beforeAll(async () => {
  port = await freePort();
  service = spawn('npm', ['start'], { env: environment(), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [service.stdout, service.stderr])
      stream?.on('data', (text) => {
        said += text;
        if (said.includes('Onward is ready.')) resolve();
      });
    service.on('exit', () => reject(new Error(`npm start ended:\n${said}`)));
  });
}, 120_000);

afterAll(async () => {
  const ended = new Promise((resolve) => service.on('exit', resolve));
  if (service.pid) process.kill(-service.pid, 'SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

describe('the tour in the README', () => {
  it('goes as it says: each command runs, and each answer is as shown', async () => {
    expect(stops.length).toBeGreaterThan(20);
    const printed = await walk(stops, environment());
    const asShown = printed.map((text) => text.replaceAll(`localhost:${port}`, 'localhost:3000'));
    expect(differences(stops, asShown)).toEqual([]);
  }, 120_000);

  it('would not be told right if an answer were another', () => {
    const shows = (language: string, text: string): Stop[] => [
      { commands: 'move 2026-06-01', shown: { language, text } },
    ];
    const json = shows('json', '{"id": "…", "on": "2026-06-01", "items": [{"n": 1, "…": "…"}, "…"]}');
    const came = { id: 'x', on: '2026-06-01', items: [{ n: 1, m: 2 }, { n: 2 }] };
    const differs = (stop: Stop[], text: string): boolean => differences(stop, [text]).length > 0;
    expect(differs(json, JSON.stringify(came))).toBe(false);
    for (const change of [
      { on: '2026-06-02' },
      { items: [{ n: 3, m: 2 }, { n: 2 }] },
      { items: [{ n: 1 }, { n: 2 }] },
      { items: [{ n: 1, m: 2 }] },
      { more: true },
      { id: undefined },
    ])
      expect([change, differs(json, JSON.stringify({ ...came, ...change }))]).toEqual([change, true]);
    expect(differs(shows('text', 'made 2026-01-01 by …'), 'made 2027-02-02 by Ana')).toBe(false);
    expect(differs(shows('text', 'made by …'), 'lost by Ana')).toBe(true);
    expect(differs([{ commands: '', shown: null }], 'an unexpected line')).toBe(true);
  });
});
