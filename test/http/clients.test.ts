import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const newClient = async (by = world.ana, overrides: object = {}) =>
  (await by.post('/v1/clients', { legalName: 'José Álvarez', email: 'jose@example.org', ...overrides })).body;

describe('clients', () => {
  it('take language and time zone from the organization when nothing else is said', async () => {
    const { status, body, headers } = await world.ana.post('/v1/clients', { legalName: 'Mina Park' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      writtenLanguage: 'en',
      timeZone: 'America/Los_Angeles',
      coach: { id: world.ana.id, name: 'Ana' },
      name: 'Mina Park',
      version: 1,
    });
    expect(headers.get('etag')).toMatch(/^"1\./);
  });

  it('are seen by their coach and the supervisor, and by nobody else', async () => {
    const client = await newClient();
    const statuses = await Promise.all(
      [world.ana, world.sol, world.nia, world.ben, world.cai, world.sid, world.nobody].map(
        async (who) => (await who.get(`/v1/clients/${client.id}`)).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 404, 404, 404, 401]);
  });

  it('of another organization answer exactly as one that does not exist', async () => {
    const client = await newClient();
    const [foreign, absent] = await Promise.all(
      [client.id, '01980000-0000-7000-8000-000000000000'].map((id) => world.cai.get(`/v1/clients/${id}`)),
    );
    expect({ ...foreign?.body, requestId: '' }).toEqual({ ...absent?.body, requestId: '' });
  });

  it('have an id of another system, once among those that are not deleted', async () => {
    const first = await newClient(world.ana, { externalId: 'case-1' });
    const taken = await world.sol.post('/v1/clients', { legalName: 'Bo', externalId: 'case-1' });
    expect([taken.status, taken.body.code]).toEqual([409, 'client.external-id-taken']);
    expect(taken.body.existing).toEqual({ type: 'client', id: first.id });
    const bens = await world.ben.post('/v1/clients', { legalName: 'Cy', externalId: 'case-1' });
    expect([bens.status, bens.body.code, bens.body.existing]).toEqual([409, 'client.external-id-taken', undefined]);
    expect(bens.text).not.toContain(first.id);
    expect((await world.ana.get('/v1/clients?externalId=case-1')).body.items).toMatchObject([{ id: first.id }]);
    await world.sol.delete(`/v1/clients/${first.id}`, { 'if-match': '"1.any"' });
    const second = await newClient(world.sol, { externalId: 'case-1' });
    const back = await world.sol.post(`/v1/clients/${first.id}/restoration`);
    expect([back.status, back.body.code, back.body.errors]).toEqual([409, 'client.external-id-taken', undefined]);
    await world.sol.patch(`/v1/clients/${second.id}`, { externalId: null });
    expect((await world.sol.post(`/v1/clients/${first.id}/restoration`)).body.externalId).toBe('case-1');
  });

  it('of whom two take one id of another system at once: the second is told what is taken', async () => {
    const make = () => world.ana.post('/v1/clients', { legalName: 'Twin', externalId: 'twin' });
    const answers = await Promise.all([make(), make(), make(), make()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const codes = answers.filter(({ status }) => status === 409).map(({ body }) => body.code);
    expect(new Set(codes)).toEqual(new Set(['client.external-id-taken']));
  });

  it('are not found by signs alone: nothing of them can be searched', async () => {
    await newClient();
    for (const search of ['%25', '_', '%5C', '%F0%9F%99%82', '-%20-']) {
      const { status, body } = await world.ana.get(`/v1/clients?search=${search}&total=true`);
      expect([search, status, body.items, body.total]).toEqual([search, 200, [], 0]);
      expect((await world.ana.get(`/v1/employers?search=${search}`)).body.items).toEqual([]);
    }
  });

  it('are found by the beginning of a name, without accents and case', async () => {
    await newClient(world.ana, { legalName: 'Ñandú Ünal' });
    const { body } = await world.ana.get('/v1/clients?search=NANDU%20u');
    expect(body.items.map((client: { legalName: string }) => client.legalName)).toEqual(['Ñandú Ünal']);
  });

  it('come in slices that neither repeat nor lose one', async () => {
    for (const name of ['Bo A', 'Bo B', 'Bo C', 'Bo D', 'Bo E']) await newClient(world.ben, { legalName: name });
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await world.ben.get(`/v1/clients?limit=2&total=true${cursor ? `&cursor=${cursor}` : ''}`);
      expect(body.total).toBe(5);
      names.push(...body.items.map((client: { legalName: string }) => client.legalName));
      cursor = body.nextCursor;
    }
    expect(names).toEqual(['Bo A', 'Bo B', 'Bo C', 'Bo D', 'Bo E']);
  });

  it('refuse a cursor that belongs to another list or tenant', async () => {
    await newClient(world.cai);
    await newClient(world.cai);
    const { body } = await world.ben.get('/v1/clients?limit=1');
    const stolen = await world.cai.get(`/v1/clients?limit=1&cursor=${body.nextCursor}`);
    expect([stolen.status, stolen.body.code]).toEqual([400, 'http.cursor-invalid']);
  });

  it('need If-Match for a change, and refuse a stale one', async () => {
    const client = await newClient();
    const path = `/v1/clients/${client.id}`;
    expect((await world.ana.patch(path, { phone: '+1 206 555 0100' }, {})).status).toBe(428);
    expect((await world.ana.patch(path, { phone: '+1 206 555 0100' }, { 'if-match': '"1.any"' })).body.version).toBe(2);
    expect((await world.ana.patch(path, { phone: null }, { 'if-match': '"1.any"' })).status).toBe(412);
  });

  it('are deleted by a supervisor only, and come back', async () => {
    const client = await newClient();
    const path = `/v1/clients/${client.id}`;
    expect((await world.ana.delete(path, { 'if-match': '"1.any"' })).status).toBe(403);
    expect((await world.sol.delete(path, { 'if-match': '"1.any"' })).status).toBe(204);
    expect((await world.ana.get(path)).status).toBe(404);
    expect((await world.sol.post(`${path}/restoration`)).status).toBe(200);
    expect((await world.ana.get(path)).status).toBe(200);
  });

  it('are made once by a hundred equal idempotency keys', async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        world.ana.post('/v1/clients', { legalName: 'Once Only' }, { 'idempotency-key': 'k-1' }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status)).difference(new Set([201, 409]))).toEqual(new Set());
    const again = await world.ana.post('/v1/clients', { legalName: 'Once Only' }, { 'idempotency-key': 'k-1' });
    expect(again.status).toBe(201);
    expect(await world.sql(`select 1 from clients where legal_name = 'Once Only'`)).toHaveLength(1);
    const other = await world.ana.post('/v1/clients', { legalName: 'Other' }, { 'idempotency-key': 'k-1' });
    expect([other.status, other.body.code]).toEqual([422, 'http.idempotency-key-reused']);
  });
});
