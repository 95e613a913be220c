import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RouteCheck } from '../../src/platform/http/route-check.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const form = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' };
const json = { 'content-type': 'application/json' };
const pages = ['/d/start', '/d/again', '/d/checklist', '/join'];

describe('the budget of a request', () => {
  it.each(pages)('refuses a form of 46,656 names on %s at once, before anybody is asked who they are', async (path) => {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
    const names = [...letters].flatMap((a) => [...letters].flatMap((b) => [...letters].map((c) => a + b + c)));
    expect(names).toHaveLength(46_656);
    const { status } = await world.nobody.raw('POST', path, names.join('&'), form);
    // Too large, or too many names where the form itself is large.
    expect([400, 413]).toContain(status);
  });

  it('refuses more fields than any form of ours has, however few bytes they are', async () => {
    const { status } = await world.nobody.raw('POST', '/d/checklist', 'a&'.repeat(2000), form);
    expect(status).toBe(400);
  });

  it('has 4 kB for signing in, room for a full checklist in any script, and 16 kB at most where nobody is known yet', async () => {
    const open = world.app
      .get(RouteCheck)
      .routes()
      .filter(({ method, access }) => method === 'POST' && access.publicBecause !== undefined);
    expect(open.length).toBeGreaterThan(4);
    for (const { path } of open) {
      const isPage = pages.includes(path);
      // What was typed before the visit ended comes along sealed, so it is as large as that form.
      const size = path === '/d/again' ? 400_000 : 17_000;
      const text = isPage ? `token=${'x'.repeat(size)}` : JSON.stringify({ token: 'x'.repeat(17_000) });
      const { status } = await world.nobody.raw('POST', path, text, isPage ? form : json);
      expect([path, status]).toEqual([path, 413]);
    }
    const signIn = JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(4100) });
    expect((await world.nobody.raw('POST', '/v1/auth/sign-in', signIn, json)).status).toBe(413);
    // Twenty fields filled to their length: 10,160 signs, nine bytes each when they are Chinese.
    const of = (size: number): string => `item.x=${'x'.repeat(size)}`;
    expect((await world.nobody.raw('POST', '/d/checklist', of(10_160 * 9), form)).status).not.toBe(413);
    expect((await world.nobody.raw('POST', '/d/checklist', of(200_000), form)).status).toBe(413);
  });
});
