import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LetterChecker } from '../../src/features/cover-letters/checks/letter-checker.js';
import { Documents } from '../../src/platform/documents/documents.js';
import type { Body } from '../support/caller.js';
import { newLetter } from '../support/cover-letters.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let arabic: Body;
let short: Body;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
  arabic = await newLetter(world.ana, { body: 'أنا خباز ماهر وأحب عملي '.repeat(2083).slice(0, 50_000) });
  short = await newLetter(world.ana, { body: 'I bake.' });
});
afterAll(() => world.close());

const file = ({ id }: Body, format: string) => `/v1/cover-letters/${id}/versions/1/document?format=${format}`;
const get = (path: string, by = world.ana) => fetch(world.url + path, { headers: by.headers });
const statusOf = async (path: string, by = world.ana): Promise<number> => {
  const response = await get(path, by);
  await response.arrayBuffer();
  return response.status;
};
const documents = () => world.app.get(Documents);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const isGone = async (pid: number): Promise<boolean> => {
  for (let turn = 0; turn < 200 && isAlive(pid); turn += 1) await sleep(25);
  return !isAlive(pid);
};

/** Processor time of all threads of the service and of the process that makes documents, in ms. */
async function busyMs(): Promise<number> {
  const { user, system } = process.cpuUsage();
  const stat = await readFile(`/proc/${documents().counts.pid}/stat`, 'utf8').catch(() => ') ');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (user + system) / 1000 + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10;
}

/** How often the service says that it lives while this goes on, and the share of all its work that was one turn of the loop. */
async function meanwhile(work: () => Promise<unknown>): Promise<{ alive: number; shareOfATurn: number }> {
  let [alive, longestTurn, isOver] = [0, 0, false];
  const begin = await busyMs();
  const over = work().finally(() => {
    isOver = true;
  });
  let before = process.threadCpuUsage();
  const turn = (): void => {
    const { user, system } = process.threadCpuUsage(before);
    longestTurn = Math.max(longestTurn, (user + system) / 1000);
    before = process.threadCpuUsage();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  while (!isOver) {
    expect(await statusOf('/health/live')).toBe(200);
    alive += 1;
  }
  await over;
  return { alive, shareOfATurn: longestTurn / ((await busyMs()) - begin) };
}

describe('the process that makes documents', () => {
  it('is not there before the first one, and is told no secret of ours', async () => {
    expect(documents().counts).toMatchObject({ pieces: 0, pid: null });
    expect(await statusOf(file(short, 'txt'))).toBe(200);
    expect(documents().counts.pid).toBeNull();
    expect(await statusOf(file(short, 'pdf'))).toBe(200);
    expect(documents().counts.pid).toBeGreaterThan(0);
    expect(documents().counts.pid).not.toBe(process.pid);
  });

  it.each(['pdf', 'docx'])(
    'takes 50,000 Arabic letters as %s off the loop: everybody else is answered',
    async (format) => {
      const shares: number[] = [];
      for (let time = 0; time < 3; time += 1) {
        const { alive, shareOfATurn } = await meanwhile(async () =>
          expect(await statusOf(file(arabic, format))).toBe(200),
        );
        expect(alive).toBeGreaterThan(3);
        shares.push(shareOfATurn);
      }
      // Done on the loop it would be one turn. Once is enough: any of them may collect the garbage of the test itself.
      expect([shares, Math.min(...shares) < 0.25]).toEqual([shares, true]);
    },
  );

  it('that dies in the middle costs its own document: 503, and the next one is made', async () => {
    const before = documents().counts;
    const lost = get(file(arabic, 'pdf'));
    while (documents().counts.pieces === before.pieces) await sleep(1);
    process.kill(documents().counts.pid as number, 'SIGKILL');
    const answer = await lost;
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toMatchObject({ code: 'http.unavailable' });
    expect(await statusOf(file(short, 'pdf'))).toBe(200);
    expect(documents().counts.lost).toBe(before.lost + 1);
    expect(documents().counts.pid).not.toBe(before.pid);
  });

  it('that died while it had nothing to do costs no document', async () => {
    const before = documents().counts;
    process.kill(before.pid as number, 'SIGKILL');
    expect(await isGone(before.pid as number)).toBe(true);
    await sleep(50); // until we are told
    expect(await statusOf(file(short, 'pdf'))).toBe(200);
    expect(documents().counts.lost).toBe(before.lost);
  });

  it('has a line of 20: the surplus of a crowd is told to come again, and its own organization only', async () => {
    const south = await newLetter(world.cai, { body: 'I bake.' });
    const crowd = Array.from({ length: 60 }, () => statusOf(file(arabic, 'pdf')));
    while (documents().counts.waiting < 20) await sleep(1);
    const [other, statuses] = await Promise.all([statusOf(file(south, 'pdf'), world.cai), Promise.all(crowd)]);
    expect(other).toBe(200);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    // Who waits for the press holds no place among the requests in work.
    expect(await statusOf('/v1/clients')).toBe(200);
  });

  it('ends with the service', async () => {
    const other = await createWorld();
    const letter = await newLetter(other.ana, { body: 'I bake.' });
    expect((await other.ana.raw('GET', file(letter, 'pdf'), undefined, {})).status).toBe(200);
    const pid = other.app.get(Documents).counts.pid as number;
    expect(isAlive(pid)).toBe(true);
    await other.close();
    expect(await isGone(pid)).toBe(true);
  });
});

describe('the thread that checks letters', () => {
  it('takes 50,000 Arabic letters off the loop: everybody else is answered', async () => {
    const path = `/v1/cover-letters/${arabic.id}/checks`;
    const shares: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      const { alive, shareOfATurn } = await meanwhile(async () => expect(await statusOf(path)).toBe(200));
      expect(alive).toBeGreaterThan(1);
      shares.push(shareOfATurn);
    }
    expect([shares, Math.min(...shares) < 0.25]).toEqual([shares, true]);
    expect(world.app.get(LetterChecker).counts).toMatchObject({ lost: 0 });
  });
});

describe('what no font shows', () => {
  it('is named by the checks of a letter and by a header of its PDF, and counted', async () => {
    const letter = await newLetter(world.ana, { body: 'I am 𐌰 baker 😀. ଓ' });
    const found = (await world.ana.get(`/v1/cover-letters/${letter.id}/checks`)).body.items;
    expect(found).toContainEqual({
      code: 'letter-check.not-shown',
      level: 'problem',
      detail: 'The letter has signs that a PDF of it cannot show: 𐌰 ଓ. Use other signs, or other words.',
      parameters: { signs: '𐌰 ଓ', count: 2 },
      excerpt: '𐌰',
      offset: 5,
    });
    const before = documents().counts.withoutUa1;
    const pdf = await get(file(letter, 'pdf'));
    expect([pdf.status, pdf.headers.get('not-shown')]).toEqual([200, 'U+10330, U+0B13']);
    expect(documents().counts.withoutUa1).toBe(before + 1);
    expect((await get(file(letter, 'docx'))).headers.get('not-shown')).toBeNull();
  });

  it('is nothing in a letter of bullets, emoji and fourteen scripts', async () => {
    const letter = await newLetter(world.ana, {
      body: '● \uf0b7 → ✓ 😀 你好 안녕 ひらがな አማርኛ שלום ไทย ខ្មែរ မြန်မာ हिन्दी Ελλ Жук Việt',
    });
    const before = documents().counts.withoutUa1;
    expect((await get(file(letter, 'pdf'))).headers.get('not-shown')).toBeNull();
    expect(documents().counts.withoutUa1).toBe(before);
  });
});

describe('a document', () => {
  it('counts as ten requests in its caller’s limit, a check as five', async () => {
    const other = await createWorld();
    const letter = await newLetter(other.ana, { body: 'I bake.' });
    const left = async (path: string): Promise<number> => {
      const response = await fetch(other.url + path, { headers: other.ana.headers });
      await response.arrayBuffer();
      return Number(/r=(\d+)/.exec(response.headers.get('ratelimit') ?? '')?.[1]);
    };
    const start = await left('/v1/clients');
    expect(await left(file(letter, 'txt'))).toBe(start - 10);
    expect(await left(`/v1/cover-letters/${letter.id}/checks`)).toBe(start - 15);
    expect(await left('/v1/clients')).toBe(start - 16);
    await other.close();
  });

  it('may be in any language that we have a font for, and its date is in it', async () => {
    const text = async (locale: string) => (await get(`${file(short, 'txt')}&locale=${locale}`)).text();
    expect(await text('vi')).toMatch(/tháng/);
    expect(await text('ar')).toMatch(/\d{4}/);
    expect(await statusOf(`${file(short, 'txt')}&locale=tlh`)).toBe(400);
  });
});
