import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { Admission } from '../../src/platform/http/admission/admission.js';
import { newApplication } from '../support/applications.js';
import { newLetter } from '../support/cover-letters.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ databaseConnections: 2, requestsInFlight: 8, limitsRequests: false });
});
afterAll(() => world.close());

const crowd = <Result>(count: number, act: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
const freed = async () => {
  const admission = world.app.get(Admission);
  for (let turn = 0; turn < 200 && admission.counts.working + admission.counts.waiting > 0; turn += 1) await sleep(25);
  return admission.counts;
};

describe('with two connections and a crowd of one organization', () => {
  it('the other organization gets through, a surplus is told to come again, and health answers', async () => {
    await newApplication(world.cai);
    // Before a token is known, its holder counts as the network it comes from.
    await world.ana.get('/v1/clients');
    const noisy = crowd(300, () => world.ana.get('/v1/applications'));
    const others = crowd(10, () => world.cai.get('/v1/applications'));
    const health = crowd(5, () => world.nobody.get('/health/live'));
    const ready = world.nobody.get('/health/ready');
    expect((await health).map(({ status }) => status)).toEqual(Array(5).fill(200));
    expect((await ready).status).toBe(200);
    const answers = await noisy;
    // How many are a surplus is a matter of the machine's speed; none gets anything else, and the crowd crowds out itself.
    const all = [...answers, ...(await others)];
    expect(all.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    const served = (of: typeof answers): number => of.filter(({ status }) => status === 200).length / of.length;
    expect(served(await others)).toBeGreaterThan(0);
    expect(served(await others)).toBeGreaterThanOrEqual(served(answers));
    expect(await freed()).toEqual({ working: 0, waiting: 0 });
    expect((await world.ana.get('/v1/applications')).status).toBe(200);
  });

  it('nobody waits for what stands still: all but those at work are refused', async () => {
    await withClient(world.database.admin, async (client) => {
      await client.query('begin');
      await client.query('lock table applications in access exclusive mode');
      const answers = await crowd(100, () => world.ana.get('/v1/applications'));
      await client.query('rollback');
      const refused = answers.filter(({ status }) => status === 503);
      expect(refused.length).toBeGreaterThanOrEqual(92);
      for (const { headers, body } of refused.filter(({ headers }) => headers.get('retry-after') === '2')) {
        expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
        expect(body).toMatchObject({ code: 'http.unavailable', status: 503, requestId: headers.get('x-request-id') });
      }
      expect(refused.filter(({ headers }) => !headers.get('retry-after'))).toEqual([]);
    });
    expect(await freed()).toEqual({ working: 0, waiting: 0 });
    expect((await world.ana.get('/v1/applications')).status).toBe(200);
  });

  it('no place is lost to requests that fail, are refused or are cut off', async () => {
    const { url } = world;
    await crowd(40, (index) => world.ana.post('/v1/clients', index % 2 ? { nonsense: true } : { legalName: 'A' }));
    await crowd(40, () => world.nobody.get('/v1/clients'));
    await crowd(40, () =>
      world.ana.raw('POST', '/v1/clients', '{"legalName":', { 'content-type': 'application/json' }),
    );
    await crowd(60, async (index) => {
      const end = new AbortController();
      setTimeout(() => end.abort(), index % 12);
      await fetch(`${url}/v1/applications`, { signal: end.signal, headers: world.ana.headers }).catch(() => undefined);
    });
    const letter = await newLetter(world.ana);
    const file = `${url}/v1/cover-letters/${letter.id}/versions/1/document?format=`;
    await crowd(60, async (index) => {
      const end = new AbortController();
      setTimeout(() => end.abort(), index % 12);
      const format = ['pdf', 'docx', 'txt'][index % 3];
      await fetch(file + format, { signal: end.signal, headers: world.ana.headers }).catch(() => undefined);
    });
    expect(await freed()).toEqual({ working: 0, waiting: 0 });
    expect((await world.ana.get('/v1/clients')).status).toBe(200);
  });
});
