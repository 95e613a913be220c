import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Barrier, BarrierMoveSlice, BarrierSlice } from '../../src/features/barriers/barriers.schemas.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { newBarrier } from '../support/barriers.js';
import type { Caller } from '../support/caller.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let clientId: string;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const newClient = async (by: Caller = world.ana): Promise<string> =>
  (await by.post('/v1/clients', { legalName: 'Mina Park' })).body.id;
const lines = (name: string, client: string) =>
  world.sql<{ subject_id: string; actor_id: string; payload: Record<string, unknown> }>(
    'select subject_id, actor_id, payload from ledger_lines where name = $1 and client_id = $2 order by id',
    [name, client],
  );

describe('barriers', () => {
  beforeAll(async () => {
    clientId = await newClient();
  });

  it('are named with a severity and a note, and shown with their moves', async () => {
    const { status, body, headers } = await world.ana.post(`/v1/clients/${clientId}/barriers`, {
      kind: 'childcare',
      severity: 2,
      note: 'Two children, after school',
    });
    expect([status, headers.get('etag')]).toEqual([201, expect.stringMatching(/^"1\./)]);
    expect(Barrier.strict().parse(body)).toMatchObject({
      client: { id: clientId, name: 'Mina Park' },
      kind: 'childcare',
      tier: 'T1',
      severity: 2,
      note: 'Two children, after school',
      status: 'identified',
      history: [],
      moves: expect.arrayContaining([{ to: 'removed', needs: ['evidence'] }]),
    });
    const read = await world.ana.get(`/v1/barriers/${body.id}`);
    expect([read.status, read.body]).toEqual([200, body]);
  });

  it('move with evidence, and keep the history latest first', async () => {
    const { id } = await newBarrier(world.ana, clientId);
    const path = `/v1/barriers/${id}/moves`;
    await world.ana.post(path, { to: 'addressing', evidence: 'client_statement', note: 'Bus pass asked for' });
    const { status, body } = await world.sol.post(path, { to: 'removed', evidence: 'document_seen' });
    expect([status, body.status, body.version]).toEqual([201, 'removed', 3]);
    expect(body.history).toMatchObject([
      {
        from: 'addressing',
        to: 'removed',
        evidence: 'document_seen',
        note: null,
        movedBy: { id: world.sol.id, name: 'Sol' },
      },
      { from: 'identified', to: 'addressing', note: 'Bus pass asked for', movedBy: { id: world.ana.id, name: 'Ana' } },
    ]);
    const first = BarrierMoveSlice.strict().parse((await world.ana.get(`${path}?limit=1`)).body);
    const second = (await world.ana.get(`${path}?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(body.history);
    expect(second.nextCursor).toBeNull();
  });

  it('are deleted and brought back, a sealed one with what it holds', async () => {
    const client = await newClient();
    const { id } = await newBarrier(world.ana, client, { kind: 'health', note: 'Sealed' });
    const path = `/v1/barriers/${id}`;
    const shown = async () => (await world.ana.get(`/v1/clients/${client}/barriers`)).body.items.length;
    expect((await world.ana.delete(path, { 'if-match': '"9.any"' })).status).toBe(412);
    expect((await world.ana.delete(path, { 'if-match': '"1.any"' })).status).toBe(204);
    expect([(await world.ana.get(path)).status, await shown()]).toEqual([404, 0]);
    expect((await world.ben.post(`${path}/restoration`)).status).toBe(404);
    const back = await world.ana.post(`${path}/restoration`);
    expect([back.status, back.body.kind, back.body.note, await shown()]).toEqual([200, 'health', 'Sealed', 1]);
    expect((await world.ana.post(`${path}/restoration`)).body.version).toBe(back.body.version);
    await world.ana.delete(path, { 'if-match': '*' });
    await world.sql(`update barriers set deleted_at = now() - interval '31 days' where id = $1`, [id]);
    expect((await world.ana.post(`${path}/restoration`)).status).toBe(404);
  });

  it('are filtered by status, and the look at the list is one line', async () => {
    const client = await newClient();
    const { id } = await newBarrier(world.ana, client);
    await newBarrier(world.ana, client, { kind: 'digital' });
    await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'eased', evidence: 'client_statement' });
    const { body } = await world.ana.get(`/v1/clients/${client}/barriers?status=eased,parked`);
    expect(body.items).toMatchObject([{ id, status: 'eased' }]);
    const trail = await world.nia.get(`/v1/audit-events?clientId=${client}&name=barrier.list-seen`);
    expect(trail.body.items).toHaveLength(1);
  });

  it('refuse a move that the states do not know, and change nothing', async () => {
    const { id } = await newBarrier(world.ana, clientId);
    const refused = await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'recurred', evidence: 'client_statement' });
    expect([refused.status, refused.body.code]).toEqual([422, 'barrier.move-not-allowed']);
    expect((await world.ana.get(`/v1/barriers/${id}`)).body).toMatchObject({
      status: 'identified',
      version: 1,
      history: [],
    });
  });

  it('take one of two equal moves that meet at the row', async () => {
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    const meet = async (): Promise<{ id: string; statuses: number[] }> => {
      const { id } = await newBarrier(world.ana, clientId);
      const move = () => world.ana.post(`/v1/barriers/${id}/moves`, { to: 'addressing', evidence: 'client_statement' });
      let isAnswered = false;
      const answers = await withClient(world.database.admin, async (client) => {
        await client.query('begin');
        await client.query('select 1 from barriers where id = $1 for update', [id]);
        const both = [move(), move()].map((answer) => answer.finally(() => (isAnswered = true)));
        while (!isAnswered && (await world.sql(waiting)).length < 2) await sleep(20);
        await client.query('commit');
        return Promise.all(both);
      });
      return { id, statuses: answers.map(({ status }) => status).sort() };
    };
    let met = await meet();
    // On a busy machine one may have given up waiting before the other came.
    while (met.statuses.includes(503)) met = await meet();
    expect(met.statuses).toEqual([201, 422]);
    expect((await world.ana.get(`/v1/barriers/${met.id}`)).body.history).toHaveLength(1);
  });

  it('need If-Match for a change, and refuse a stale one', async () => {
    const { id } = await newBarrier(world.ana, clientId, { note: 'First words' });
    const path = `/v1/barriers/${id}`;
    expect((await world.ana.patch(path, { severity: 1 }, {})).status).toBe(428);
    const changed = await world.ana.patch(path, { severity: 1 }, { 'if-match': '"1.any"' });
    expect(changed.body).toMatchObject({ severity: 1, note: 'First words', version: 2 });
    expect((await world.ana.patch(path, { note: null }, { 'if-match': '"1.any"' })).status).toBe(412);
    expect((await world.ana.patch(path, { note: null, severity: null })).body).toMatchObject({
      severity: null,
      note: null,
    });
  });

  it('come in slices, newest first, that neither repeat nor lose one', async () => {
    const client = await newClient();
    const kinds = ['transport', 'digital', 'health', 'english', 'safety'];
    for (const kind of kinds) await newBarrier(world.ana, client, { kind });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await world.ana.get(
        `/v1/clients/${client}/barriers?limit=2&total=true${cursor ? `&cursor=${cursor}` : ''}`,
      );
      BarrierSlice.parse(body);
      expect(body.total).toBe(5);
      seen.push(...body.items.map(({ kind }: { kind: string }) => kind));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual([...kinds].reverse());
    const { body } = await world.ana.get(`/v1/clients/${client}/barriers?limit=2`);
    const elsewhere = await world.ana.get(`/v1/clients/${clientId}/barriers?cursor=${body.nextCursor}`);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([400, 'http.cursor-invalid']);
  });

  it('are for the coach and the supervisor; nobody else gets in or learns that they exist', async () => {
    const { id } = await newBarrier(world.ana, clientId, { kind: 'health' });
    const requests = (who: Caller) => [
      who.get(`/v1/clients/${clientId}/barriers`),
      who.post(`/v1/clients/${clientId}/barriers`, { kind: 'digital' }),
      who.get(`/v1/barriers/${id}`),
      who.patch(`/v1/barriers/${id}`, { severity: 3 }, { 'if-match': '"1.any"' }),
      who.get(`/v1/barriers/${id}/moves`),
      who.post(`/v1/barriers/${id}/moves`, { to: 'addressing', evidence: 'client_statement' }),
      who.delete(`/v1/barriers/${id}`, { 'if-match': '"1.any"' }),
    ];
    const statuses = async (who: Caller) => (await Promise.all(requests(who))).map(({ status }) => status);
    expect(await statuses(world.ben)).toEqual(Array(7).fill(404));
    expect(await statuses(world.cai)).toEqual(Array(7).fill(404));
    expect(await statuses(world.nia)).toEqual(Array(7).fill(403));
    expect(await statuses(world.sid)).toEqual(Array(7).fill(403));
    expect(await statuses(world.nobody)).toEqual(Array(7).fill(401));
    expect((await world.sol.get(`/v1/barriers/${id}`)).body).toMatchObject({ version: 1, status: 'identified' });
  });

  it('refuse what is malformed, and write nothing', async () => {
    const client = await newClient();
    const path = `/v1/clients/${client}/barriers`;
    const bodies = [
      {},
      { kind: 'restricted' },
      { kind: 'diabetes' },
      { kind: 'transport', severity: 0 },
      { kind: 'transport', severity: 6 },
      { kind: 'transport', severity: 2.5 },
      { kind: 'transport', note: '' },
      { kind: 'transport', note: 'a\u0000b' },
      { kind: 'transport', note: 'x'.repeat(4001) },
      { kind: 'transport', status: 'removed' },
      [],
    ];
    for (const body of bodies) expect((await world.ana.post(path, body)).status).toBe(400);
    expect((await world.ana.get(`${path}?kind=transport`)).status).toBe(400);
    expect((await world.ana.get(path)).body.items).toEqual([]);
    const { id } = await newBarrier(world.ana, client);
    expect((await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'addressing' })).status).toBe(400);
    expect((await world.ana.patch(`/v1/barriers/${id}`, { kind: 'digital' })).status).toBe(400);
    expect((await world.ana.get('/v1/barriers/1')).status).toBe(404);
  });

  it('of a deleted client are gone with it', async () => {
    const client = await newClient();
    const { id } = await newBarrier(world.ana, client);
    await world.sol.delete(`/v1/clients/${client}`, { 'if-match': '"1.any"' });
    expect((await world.ana.get(`/v1/barriers/${id}`)).status).toBe(404);
    expect((await world.ana.get(`/v1/clients/${client}/barriers`)).status).toBe(404);
  });

  it('leave codes and names of fields in the ledger, and each look', async () => {
    const client = await newClient();
    const { id } = await newBarrier(world.ana, client, { note: 'pelican-note' });
    await world.ana.post(`/v1/barriers/${id}/moves`, {
      to: 'eased',
      evidence: 'coach_observation',
      note: 'pelican-move',
    });
    await world.ana.patch(`/v1/barriers/${id}`, { note: 'pelican-again' });
    await world.sol.get(`/v1/barriers/${id}`);
    expect((await lines('barrier.identified', client))[0]?.payload).toMatchObject({ kind: 'transport', tier: 'T0' });
    expect((await lines('barrier.moved', client))[0]?.payload).toMatchObject({ from: 'identified', to: 'eased' });
    expect((await lines('barrier.changed', client))[0]?.payload).toEqual({ fields: ['note'] });
    expect((await lines('barrier.seen', client)).at(-1)).toMatchObject({ subject_id: id, actor_id: world.sol.id });
    expect(await tablesHolding(world, 'pelican-')).toEqual(['public.barrier_moves', 'public.barriers']);
  });
});
