import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesHolding } from '../support/database-files.js';
import { freePort } from '../support/free-port.js';
import { dataFolder } from '../support/service.js';
import { differences, type Stop, stopsOf, walk } from '../support/tour.js';

/** Made by the service itself, whose database runs as a user without rights when this test is root. */
const dataDir = join(tmpdir(), `onward-tour-${randomBytes(6).toString('hex')}`);
/** Of this test alone: what is left behind in it was left by what runs here. */
const temporary = dataFolder();
const stops = stopsOf(readFileSync('docs/tour.md', 'utf8'));
let service: ChildProcess;
let port: number;
/** What the service wrote, as long as it runs. */
let said = '';

const environment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  TMPDIR: temporary,
  PORT: String(port),
  ONWARD_DATA_DIR: dataDir,
  ONWARD: `http://localhost:${port}`,
});

/** As the tour says: `npm start`. Ready when the welcome stands there. */
beforeAll(async () => {
  port = await freePort();
  const env = { ...environment(), ONWARD_LOG: 'debug' };
  service = spawn('npm', ['start'], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  await new Promise<void>((resolve, reject) => {
    for (const stream of [service.stdout, service.stderr])
      stream?.on('data', (text) => {
        said += text;
        if (said.includes('Onward is ready.')) resolve();
      });
    service.on('exit', () => reject(new Error(`npm start ended:\n${said}`)));
  });
});

afterAll(async () => {
  const ended = new Promise((resolve) => service.on('exit', resolve));
  if (service.pid) process.kill(-service.pid, 'SIGTERM');
  await ended;
  for (const folder of [dataDir, temporary]) rmSync(folder, { recursive: true, force: true });
});

/** Runs `npm run demo`, as somebody at a terminal would; answers what it told and how it ended. */
async function demo(...args: string[]): Promise<{ told: string; status: number | null }> {
  const { ONWARD: _, PORT: __, ...own } = environment();
  const given = args.length > 0 ? environment() : { ...own, ONWARD_DATA_DIR: '/nowhere' };
  const child = spawn('npm', ['run', '--silent', 'demo', '--', ...args], {
    env: given,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      told += text;
    });
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { told, status };
}

describe('npm run demo', () => {
  it('plays the story on a service of its own and leaves nothing behind', async () => {
    const folders = () => readdirSync(temporary).filter((name) => name.startsWith('onward-demo-'));
    const before = folders();
    const { told, status } = await demo();
    expect([status, told]).toEqual([0, expect.stringContaining('Llegaste a la entrevista')]);
    for (const words of ['9. Who did what', 'Where to look', '/dev/mailbox', '/d?locale=', 'This service ends now'])
      expect(told).toContain(words);
    const [, url = ''] = /Mails +(\S+)/.exec(told) ?? [];
    await expect(fetch(url)).rejects.toThrow();
    expect(folders()).toEqual(before);
  });

  it('plays it at a running service, as often as one likes, and says so when nobody answers', async () => {
    for (let time = 0; time < 2; time += 1) {
      const { told, status } = await demo(`http://localhost:${port}`);
      expect([status, told]).toEqual([0, expect.stringContaining('Where to look')]);
      const [link = ''] = /http\S+\/d\?locale=\w+#\S+/.exec(told) ?? [];
      expect((await fetch(link)).status).toBe(200);
    }
    const { told, status } = await demo(`http://localhost:${await freePort()}`);
    expect([status, told]).toEqual([1, expect.stringContaining('Start one with: npm start')]);
  });
});

describe('the tour', () => {
  it('goes as it says: each command runs, and each answer is as shown', async () => {
    expect(stops.length).toBeGreaterThan(20);
    const printed = await walk(stops, environment());
    const asShown = printed.map((text) => text.replaceAll(`localhost:${port}`, 'localhost:3000'));
    expect(differences(stops, asShown)).toEqual([]);
  });

  it('leaves none of what was written in it in a file of the service or in its log', () => {
    const words = ['diez pedidos a la vez', 'Cocinera en la escuela', 'practicamos juntas esa pregunta'];
    for (const text of words) {
      expect(stops.some(({ shown }) => shown?.text.includes(text))).toBe(true);
      expect(filesHolding(dataDir, text)).toEqual([]);
      expect(said).not.toContain(text);
    }
    expect(filesHolding(dataDir, 'Harbor Café').some((file) => file.includes('pg_wal'))).toBe(true);
    expect(said).toContain('/v1/debriefs/:id/review');
  });

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
