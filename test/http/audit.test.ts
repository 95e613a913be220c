import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditEventSlice } from '../../src/features/audit/audit.schemas.js';
import { newId } from '../../src/kernel/ids.js';
import type { Body } from '../support/caller.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let clientId: string;
let foreignId: string;
beforeAll(async () => {
  world = await createWorld();
  const take = async (by = world.ana): Promise<string> =>
    (await by.post('/v1/clients', { legalName: 'Zinnia Quillfeather', phone: '+1 206 555 0199' })).body.id;
  clientId = await take();
  foreignId = await take(world.cai);
  await world.ana.patch(`/v1/clients/${clientId}`, { preferredName: 'Canary Finch' });
  await world.sol.get(`/v1/clients/${clientId}`);
});
afterAll(() => world.close());

const trail = async (query = '', by = world.nia): Promise<Body> => {
  const { status, body } = await by.get(`/v1/audit-events${query}`);
  expect([query, status]).toEqual([query, 200]);
  return body;
};
const names = (slice: Body): string[] => slice.items.map((item: Body) => item.name);
/** A line at this instant, as if a room had recorded it then. */
const line = (at: string, organizationId = world.nia.organizationId): Promise<unknown> =>
  world.sql(
    `insert into ledger_lines (organization_id, id, occurred_at, actor_kind, name, subject_id, payload, request_id)
     values ($1, $2, $3, 'system', 'report.made', $1, $4, 'r')`,
    [organizationId, newId(Date.parse(at)), at, JSON.stringify({ from: at })],
  );

describe('the audit trail', () => {
  it('is read by admins only', async () => {
    const statuses = await Promise.all(
      [world.ana, world.ben, world.cai, world.sol, world.nobody].map(
        async (who) => (await who.get('/v1/audit-events')).status,
      ),
    );
    expect(statuses).toEqual([403, 403, 403, 403, 401]);
  });

  it('tells of a client who did what and who looked, newest first', async () => {
    const slice = await trail(`?clientId=${clientId}`);
    expect(AuditEventSlice.parse(slice)).toEqual(slice);
    expect(names(slice).slice(-4)).toEqual(['client.seen', 'client.changed', 'client.seen', 'client.created']);
    expect(slice.items.at(-1)).toMatchObject({
      actor: { kind: 'staff', id: world.ana.id, name: 'Ana' },
      subjectId: clientId,
      clientId,
      facts: { coachId: world.ana.id },
    });
    expect(slice.items.at(-3).actor.id).toBe(world.ana.id);
    expect(slice.items.at(-4).actor).toEqual({ kind: 'staff', id: world.sol.id, name: 'Sol' });
    expect(slice.items.at(-1).occurredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(slice.items.at(-1).requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('holds no value of any field and no name of a client', async () => {
    const text = JSON.stringify(await trail('?limit=100'));
    expect(text).not.toMatch(/Zinnia|Quillfeather|Canary|Finch|206 555/);
    expect(text).toContain('preferredName');
  });

  it('records that it was read, for the client whose trail it was', async () => {
    await trail(`?clientId=${clientId}&actorId=${world.ana.id}`);
    const { items } = await trail(`?clientId=${clientId}&name=audit.read&limit=1`);
    expect(items[0]).toMatchObject({
      actor: { id: world.nia.id, name: 'Nia' },
      facts: { clientId, actorId: world.ana.id },
    });
  });

  it('gives an empty list for a client of another organization, as for one that does not exist, again and again', async () => {
    for (const id of [foreignId, '01980000-0000-7000-8000-000000000000', foreignId]) {
      expect(await trail(`?clientId=${id}`)).toEqual({ items: [], nextCursor: null });
    }
    expect((await trail(`?clientId=${foreignId}`, world.sid)).items.length).toBeGreaterThan(0);
  });

  it('shows nothing of North in South, by no filter', async () => {
    for (const query of [`?clientId=${clientId}`, `?actorId=${world.ana.id}`]) {
      expect((await trail(query, world.sid)).items).toEqual([]);
    }
    const { items } = await trail('?limit=100', world.sid);
    const actors = new Set(items.map((item: Body) => item.actor.name));
    expect(actors).toEqual(new Set(['Sid', 'Cai', null]));
    // What Sid asked for stands in Sid's own trail; nothing else there is of North.
    const told = JSON.stringify(items.filter((item: Body) => item.name !== 'audit.read'));
    for (const id of [world.ana.id, world.nia.id, world.sol.id, clientId]) expect(told).not.toContain(id);
  });

  it('is narrowed by actor, by kind, and by both', async () => {
    const byAna = await trail(`?actorId=${world.ana.id}&limit=100`);
    expect(new Set(byAna.items.map((item: Body) => item.actor.id))).toEqual(new Set([world.ana.id]));
    expect(names(await trail(`?actorId=${world.ana.id}&name=client.changed`))).toEqual(['client.changed']);
    expect(new Set(names(await trail('?name=client.seen')))).toEqual(new Set(['client.seen']));
    expect(names(await trail('?name=no.such'))).toEqual([]);
  });

  it('keeps the trail of a deleted client', async () => {
    const id = (await world.ben.post('/v1/clients', { legalName: 'Gone Soon' })).body.id;
    await world.sol.delete(`/v1/clients/${id}`, { 'if-match': '"1.any"' });
    expect(names(await trail(`?clientId=${id}`))).toEqual(['client.deleted', 'client.created']);
  });
});

describe('the days of the trail', () => {
  // Los Angeles: 8 March 2020 had 23 hours.
  const instants = [
    '2020-03-07T23:30:00-08:00',
    '2020-03-08T00:00:00-08:00',
    '2020-03-08T23:30:00-07:00',
    '2020-03-09T00:00:00-07:00',
  ];
  beforeAll(async () => {
    for (const at of instants) await line(at);
    await line(instants[1] as string, world.sid.organizationId);
  });
  const found = async (query: string): Promise<string[]> =>
    (await trail(query)).items.map((item: Body) => item.facts.from).reverse();

  it('begin and end at midnight of the organization, first and last included', async () => {
    expect(await found('?from=2020-03-07&to=2020-03-07')).toEqual(instants.slice(0, 1));
    expect(await found('?from=2020-03-08&to=2020-03-08')).toEqual(instants.slice(1, 3));
    expect(await found('?to=2020-03-08')).toEqual(instants.slice(0, 3));
    expect(await found('?from=2020-03-08&name=report.made')).toEqual(instants.slice(1));
  });

  it('do not run backwards', async () => {
    const { status, body } = await world.nia.get('/v1/audit-events?from=2026-02-02&to=2026-02-01');
    expect([status, body.code]).toEqual([422, 'audit.period-backwards']);
  });
});

describe('slices of the trail', () => {
  it.each([
    ['by time', () => '?from=2010-05-01&to=2010-05-31'],
    ['of one actor', () => `?actorId=${world.ben.id}&name=debrief.links-revoked`],
  ])('%s neither repeat nor lose a line, also where many have the same instant', async (_, query) => {
    await world.sql(
      `insert into ledger_lines (organization_id, occurred_at, actor_kind, actor_id, name, subject_id, payload, request_id)
       select $1, timestamptz '2010-05-05' + make_interval(secs => g / 3), 'staff', $2, 'debrief.links-revoked', $1, jsonb_build_object('visit', g), 'r'
         from generate_series(1, 7) g where not exists (select from ledger_lines where name = 'debrief.links-revoked')`,
      [world.nia.organizationId, world.ben.id],
    );
    const seen: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const slice: Body = await trail(`${query()}&limit=2&total=true${cursor ? `&cursor=${cursor}` : ''}`);
      expect(slice.total).toBe(7);
      seen.push(...slice.items.map((item: Body) => item.facts.visit));
      cursor = slice.nextCursor;
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('refuse a cursor of another filter or organization', async () => {
    const { nextCursor } = await trail('?limit=1');
    for (const [query, by] of [
      ['?limit=1&name=client.seen', world.nia],
      ['?limit=1', world.sid],
    ] as const) {
      const { status, body } = await by.get(`/v1/audit-events${query}&cursor=${nextCursor}`);
      expect([status, body.code]).toEqual([400, 'http.cursor-invalid']);
    }
  });

  it.each([
    'clientId=1',
    'actorId=%00',
    'name=Client.Seen',
    "name=a.b'--",
    'from=yesterday',
    'limit=0',
    'limit=101',
    'clientId=x',
  ])('refuse %s', async (query) => {
    const { status, body } = await world.nia.get(`/v1/audit-events?${query}`);
    expect([status, body.code]).toEqual([400, 'http.invalid-request']);
  });
});
