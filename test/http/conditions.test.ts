import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newBarrier } from '../support/barriers.js';
import type { Body } from '../support/caller.js';
import { recordsOfNorth, samples } from '../support/routes.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let client: string;
beforeAll(async () => {
  world = await createWorld();
  client = `/v1/clients/${(await world.ana.post('/v1/clients', { legalName: 'Rosa Marchetti' })).body.id}`;
});
afterAll(() => world.close());

const lines = async (name: string): Promise<number> =>
  (await world.sql<Body>('select count(*)::int as n from ledger_lines where name = $1', [name]))[0].n;

describe('an ETag', () => {
  it('is the version and a hash of the body', async () => {
    const first = await world.ana.get(client);
    expect(first.headers.get('etag')).toMatch(/^"1\.[\w-]{16}"$/);
    expect((await world.ana.get(client)).headers.get('etag')).toBe(first.headers.get('etag'));
    expect(first.headers.get('vary')).toContain('Authorization');
    expect(first.headers.get('cache-control')).toBe('no-store');
  });

  it('that the caller has already is 304 without a body; the look is recorded', async () => {
    const etag = (await world.ana.get(client)).headers.get('etag') ?? '';
    const before = await lines('client.seen');
    for (const known of [etag, `W/${etag}`, `"1.other", ${etag}`, '*']) {
      const again = await world.ana.get(client, { 'if-none-match': known });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect(await lines('client.seen')).toBe(before + 4);
    expect((await world.ana.get(client, { 'if-none-match': '"1.other"' })).status).toBe(200);
  });

  it('is needed for a change, and its version alone decides: any hash fits, another version is stale', async () => {
    expect((await world.ana.patch(client, { phone: '+1 206 555 0100' }, {})).status).toBe(428);
    const changed = await world.ana.patch(client, { phone: '+1 206 555 0100' }, { 'if-match': '"1.any"' });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
    for (const stale of ['"1.any"', '"v2"', 'W/"2.any"', '"2"']) {
      expect((await world.ana.patch(client, { phone: null }, { 'if-match': stale })).status).toBe(412);
    }
  });

  it('may be one of a list: the newest of ours counts, and what is not ours does not', async () => {
    const { version } = (await world.ana.get(client)).body;
    const change = async (ifMatch: string) =>
      (await world.ana.patch(client, { phone: '+1 206 555 0100' }, { 'if-match': ifMatch })).status;
    expect(await change(`"x", "${version}.any"`)).toBe(200);
    expect(await change(`"1.any","${version}.any" , W/"9.any"`)).toBe(200);
    expect(await change(`"x", "y"`)).toBe(412);
    expect(await change(`"1.any", "x"`)).toBe(412);
  });

  it('may be `*` for whatever is there; what is not there is still 404', async () => {
    const changed = await world.ana.patch(client, { preferredName: 'Rosie' }, { 'if-match': '*' });
    expect([changed.status, changed.body.preferredName]).toEqual([200, 'Rosie']);
    const absent = '/v1/clients/01980000-0000-7000-8000-000000000000';
    expect((await world.ana.patch(absent, { preferredName: 'X' }, { 'if-match': '*' })).status).toBe(404);
    const gone = (await world.ana.post('/v1/clients', { legalName: 'Gone Soon' })).body.id;
    expect((await world.sol.delete(`/v1/clients/${gone}`, { 'if-match': '*' })).status).toBe(204);
  });
});

describe('HEAD', () => {
  it('is 304 too, wherever GET has an ETag', async () => {
    const records = await recordsOfNorth(world);
    const reads = Object.entries(samples(records)).filter(([route]) => route.startsWith('GET '));
    const checked: string[] = [];
    for (const [, { path }] of reads) {
      const get = await world.ana.get(path);
      const etag = get.headers.get('etag');
      if (get.status !== 200 || etag === null) continue;
      for (const known of [etag, '*']) {
        const head = await world.ana.raw('HEAD', path, undefined, { 'if-none-match': known });
        const told = head.headers.get('etag')?.replace('-gzip', '');
        expect([path, head.status, head.text, told]).toEqual([path, 304, '', etag.replace('-gzip', '')]);
      }
      expect((await world.ana.raw('HEAD', path, undefined, { 'if-none-match': '"1.other"' })).status).toBe(200);
      checked.push(path);
    }
    expect(checked.length).toBeGreaterThan(8);
  });
});

describe('a change that changes nothing', () => {
  const same = async (path: string, body: object, event: string): Promise<void> => {
    const before = await world.ana.get(path);
    const count = await lines(event);
    const answer = await world.ana.patch(path, body, { 'if-match': before.headers.get('etag') ?? '' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, before.headers.get('etag')]);
    expect(await lines(event)).toBe(count);
    const stale = await world.ana.patch(path, body, { 'if-match': '"99.any"' });
    expect([path, stale.status]).toEqual([path, 412]);
  };

  it('is 200 with the same ETag and no line in the ledger, for every record', async () => {
    const id = client.split('/').at(-1);
    await same(client, { legalName: 'Rosa Marchetti', preferredName: 'Rosie' }, 'client.changed');
    await same(client, {}, 'client.changed');
    const barrier = await newBarrier(world.ana, id ?? '', { note: 'Bus only' } as never);
    await same(`/v1/barriers/${barrier.id}`, { note: barrier.note, severity: barrier.severity }, 'barrier.changed');
    const employer = (await world.ana.post('/v1/employers', { name: 'Harbor Foods' })).body;
    await same(`/v1/employers/${employer.id}`, { name: 'Harbor Foods', note: null }, 'employer.changed');
    const application = (
      await world.ana.post('/v1/applications', { clientId: id, employerId: employer.id, jobTitle: 'Cook' })
    ).body;
    await same(`/v1/applications/${application.id}`, { jobTitle: 'Cook', source: null }, 'application.changed');
    const interview = (
      await world.ana.post(`/v1/applications/${application.id}/interviews`, {
        kind: 'video',
        startsAt: '2026-06-15T17:00:00Z',
        people: [{ name: 'Kim' }],
      })
    ).body;
    const people = [{ name: 'Kim' }];
    await same(
      `/v1/interviews/${interview.id}`,
      { startsAt: '2026-06-15T10:00:00-07:00', people },
      'interview.changed',
    );
    await same('/v1/me', { name: 'Ana' }, 'me.changed');
  });
});

describe('what a POST made', () => {
  it('is told in Location, where it can be read', async () => {
    const made = await world.ana.post('/v1/clients', { legalName: 'Jo Park' });
    expect([made.status, made.headers.get('location')]).toEqual([201, `/v1/clients/${made.body.id}`]);
    const read = await world.ana.get(made.headers.get('location') ?? '');
    expect([read.body, read.headers.get('etag')]).toEqual([made.body, made.headers.get('etag')]);
  });
});
