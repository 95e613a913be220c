import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SETTLED } from '../../src/platform/database/list-filters.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const changedAfter = async (instant: string): Promise<string[]> => {
  const { body } = await world.ana.get(`/v1/clients?sort=updatedAt&updatedAfter=${instant}`);
  return body.items.map(({ id }: { id: string }) => id);
};
const newClient = async (legalName: string): Promise<string> =>
  (await world.ana.post('/v1/clients', { legalName })).body.id;
/** As if all that was written so far had been written a minute earlier. */
const aMinutePasses = () => world.sql(`update clients set updated_at = updated_at - interval '1 minute'`);

describe('a copy kept by `updatedAfter`', () => {
  it('is never shown a change that one still under way comes before', async () => {
    const [slow, quick] = [await newClient('Slow'), await newClient('Quick')];
    await aMinutePasses();
    expect(await changedAfter('1970-01-01T00:00:00Z')).toEqual([slow, quick]);
    const { updatedAt } = (await world.ana.get(`/v1/clients/${quick}`)).body;
    await withClient(world.database.admin, async (client) => {
      await client.query('begin');
      await client.query('update clients set updated_at = now(), version = version + 1 where id = $1', [slow]);
      await world.ana.patch(`/v1/clients/${quick}`, { phone: '+1 206 555 0100' }, { 'if-match': '*' });
      expect(await changedAfter(updatedAt)).toEqual([]);
      await client.query('commit');
    });
    expect(await changedAfter(updatedAt)).toEqual([]);
    await aMinutePasses();
    expect(await changedAfter(updatedAt)).toEqual([slow, quick]);
  });

  it('loses nothing of what changes between two slices, in whatever order the list is', async () => {
    const [ann, zoe] = [await newClient('Aa Ann'), await newClient('Zz Zoe')];
    await aMinutePasses();
    const since = new Date(Date.now() - 120_000).toISOString();
    const patch = (id: string) =>
      world.ana.patch(`/v1/clients/${id}`, { phone: '+1 206 555 0101' }, { 'if-match': '*' });
    const copy = new Map<string, string>();
    const slice = async (query: string): Promise<string | null> => {
      const { body } = await world.ana.get(`/v1/clients?limit=1&${query}`);
      for (const { id, updatedAt } of body.items) copy.set(id, updatedAt);
      return body.nextCursor;
    };
    const asked = `sort=name&updatedAfter=${since}`;
    let cursor = await slice(asked);
    expect([...copy.keys()]).toEqual([ann]);
    for (const id of [ann, zoe]) await patch(id);
    // The slow reader asks for the rest when both changes are settled by then, and were not when the reading began.
    await world.sql(`update clients set updated_at = ${SETTLED} + interval '10 milliseconds' where id = any($1)`, [
      [ann, zoe],
    ]);
    await setTimeout(100);
    while (cursor !== null) cursor = await slice(`${asked}&cursor=${cursor}`);
    const latest = [...copy.values()].sort().at(-1) ?? since;
    expect(await changedAfter(latest)).toEqual([ann, zoe]);
  });

  it('hears of a client that came back', async () => {
    const id = await newClient('Back');
    await aMinutePasses();
    const { updatedAt } = (await world.ana.get(`/v1/clients/${id}`)).body;
    await world.sol.delete(`/v1/clients/${id}`, { 'if-match': '*' });
    const back = (await world.sol.post(`/v1/clients/${id}/restoration`)).body;
    expect([back.version, back.updatedAt > updatedAt]).toEqual([3, true]);
  });
});
