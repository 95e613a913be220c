import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { barrierKinds, tierOf } from '../../src/features/barriers/barrier-kinds.rules.js';
import { Barrier, BarrierMovePage, BarrierPage } from '../../src/features/barriers/barriers.schemas.js';
import { RestrictedBarriersService } from '../../src/features/barriers/restricted-barriers.service.js';
import { Database } from '../../src/platform/database/database.js';
import type { WriteTx } from '../../src/platform/database/tx.js';
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
const restrictedKinds = barrierKinds.filter((kind) => tierOf(kind) === 'T2');

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
    expect([status, headers.get('etag')]).toEqual([201, '"v1"']);
    expect(Barrier.strict().parse(body)).toMatchObject({
      clientId,
      kind: 'childcare',
      tier: 'T1',
      severity: 2,
      note: 'Two children, after school',
      state: 'identified',
      moves: [],
    });
    const read = await world.ana.get(`/v1/barriers/${body.id}`);
    expect([read.status, read.body]).toEqual([200, body]);
  });

  it('move with evidence, and keep the history latest first', async () => {
    const { id } = await newBarrier(world.ana, clientId);
    const path = `/v1/barriers/${id}/moves`;
    await world.ana.post(path, { to: 'addressing', evidence: 'client_statement', note: 'Bus pass asked for' });
    const { status, body } = await world.sol.post(path, { to: 'removed', evidence: 'document_seen' });
    expect([status, body.state, body.version]).toEqual([201, 'removed', 3]);
    expect(body.moves).toMatchObject([
      { from: 'addressing', to: 'removed', evidence: 'document_seen', note: null, movedBy: world.sol.id },
      { from: 'identified', to: 'addressing', note: 'Bus pass asked for', movedBy: world.ana.id },
    ]);
    const first = BarrierMovePage.strict().parse((await world.ana.get(`${path}?limit=1`)).body);
    const second = (await world.ana.get(`${path}?limit=1&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items]).toEqual(body.moves);
    expect(second.nextCursor).toBeNull();
  });

  it('refuse a move that the states do not know, and change nothing', async () => {
    const { id } = await newBarrier(world.ana, clientId);
    const refused = await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'recurred', evidence: 'client_statement' });
    expect([refused.status, refused.body.code]).toEqual([422, 'barrier.move-not-allowed']);
    expect((await world.ana.get(`/v1/barriers/${id}`)).body).toMatchObject({
      state: 'identified',
      version: 1,
      moves: [],
    });
  });

  it('take one of twenty equal moves at once', async () => {
    const { id } = await newBarrier(world.ana, clientId);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        world.ana.post(`/v1/barriers/${id}/moves`, { to: 'addressing', evidence: 'client_statement' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(422)]);
    expect((await world.ana.get(`/v1/barriers/${id}`)).body.moves).toHaveLength(1);
  });

  it('need If-Match for a change, and refuse a stale one', async () => {
    const { id } = await newBarrier(world.ana, clientId, { note: 'First words' });
    const path = `/v1/barriers/${id}`;
    expect((await world.ana.patch(path, { severity: 1 }, {})).status).toBe(428);
    const changed = await world.ana.patch(path, { severity: 1 }, { 'if-match': '"v1"' });
    expect(changed.body).toMatchObject({ severity: 1, note: 'First words', version: 2 });
    expect((await world.ana.patch(path, { note: null }, { 'if-match': '"v1"' })).status).toBe(412);
    expect((await world.ana.patch(path, { note: null, severity: null })).body).toMatchObject({
      severity: null,
      note: null,
    });
  });

  it('come in pages, newest first, that neither repeat nor lose one', async () => {
    const client = await newClient();
    const kinds = ['transport', 'digital', 'health', 'english', 'safety'];
    for (const kind of kinds) await newBarrier(world.ana, client, { kind });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await world.ana.get(
        `/v1/clients/${client}/barriers?limit=2&total=true${cursor ? `&cursor=${cursor}` : ''}`,
      );
      BarrierPage.parse(body);
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
      who.patch(`/v1/barriers/${id}`, { severity: 3 }, { 'if-match': '"v1"' }),
      who.get(`/v1/barriers/${id}/moves`),
      who.post(`/v1/barriers/${id}/moves`, { to: 'addressing', evidence: 'client_statement' }),
    ];
    const statuses = async (who: Caller) => (await Promise.all(requests(who))).map(({ status }) => status);
    expect(await statuses(world.ben)).toEqual(Array(6).fill(404));
    expect(await statuses(world.cai)).toEqual(Array(6).fill(404));
    expect(await statuses(world.nia)).toEqual(Array(6).fill(403));
    expect(await statuses(world.sid)).toEqual(Array(6).fill(403));
    expect(await statuses(world.nobody)).toEqual(Array(6).fill(401));
    expect((await world.sol.get(`/v1/barriers/${id}`)).body).toMatchObject({ version: 1, state: 'identified' });
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
      { kind: 'transport', state: 'removed' },
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
    await world.sol.delete(`/v1/clients/${client}`, { 'if-match': '"v1"' });
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

describe('restricted barriers', () => {
  beforeAll(async () => {
    clientId = await newClient();
  });

  it('are opened for their coach and the supervisor', async () => {
    for (const kind of restrictedKinds) {
      const { id } = await newBarrier(world.ana, clientId, { kind, note: `About ${kind}` });
      for (const who of [world.ana, world.sol]) {
        expect((await who.get(`/v1/barriers/${id}`)).body).toMatchObject({ kind, tier: 'T2', note: `About ${kind}` });
      }
    }
    const { body } = await world.sol.get(`/v1/clients/${clientId}/barriers`);
    expect(body.items.map(({ kind }: { kind: string }) => kind)).toEqual([...restrictedKinds].reverse());
  });

  it('stay closed for who may see barriers but not open them, and then leave no line', async () => {
    const client = await newClient();
    const { id } = await newBarrier(world.ana, client, { kind: 'health' });
    const coachId = world.ana.id;
    const before = (await lines('restricted.seen', client)).length;
    const restricted = world.app.get(RestrictedBarriersService);
    // The worker may do no action of the table: it stands for every role that may not open.
    const asWorker = <Result>(work: (tx: WriteTx) => Promise<Result>) =>
      world.app.get(Database).asSystem(world.ana.organizationId, 'test', work);
    const stored = [{ id, kind: 'restricted' as const, note: null }];
    const shown = await asWorker((tx) => restricted.show(tx, { clientId: client, coachId }, stored));
    expect(shown).toEqual(stored);
    await expect(
      asWorker((tx) => restricted.changeNote(tx, { clientId: client, coachId }, id, 'Unseen')),
    ).rejects.toMatchObject({ kind: 'forbidden', code: 'access.not-allowed' });
    expect(await lines('restricted.seen', client)).toHaveLength(before);
  });

  it('leave a line for each opening, with the client, in a list too', async () => {
    const client = await newClient();
    const first = (await newBarrier(world.ana, client, { kind: 'health' })).id;
    const second = (await newBarrier(world.ana, client, { kind: 'safety' })).id;
    await newBarrier(world.ana, client, { kind: 'transport' });
    const before = (await lines('restricted.seen', client)).length;
    await world.sol.get(`/v1/barriers/${first}`);
    await world.sol.get(`/v1/clients/${client}/barriers`);
    const after = (await lines('restricted.seen', client)).slice(before);
    expect(after).toMatchObject([
      { subject_id: client, actor_id: world.sol.id, payload: { barrierIds: [first] } },
      { subject_id: client, actor_id: world.sol.id, payload: { barrierIds: [second, first] } },
    ]);
  });

  it('change their note under the seal, and move without being opened in the ledger', async () => {
    const { id } = await newBarrier(world.ana, clientId, { kind: 'behavioral', note: 'Before' });
    const changed = await world.ana.patch(`/v1/barriers/${id}`, { note: 'After', severity: 4 });
    expect(changed.body).toMatchObject({ kind: 'behavioral', note: 'After', severity: 4, version: 2 });
    const moved = await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'addressing', evidence: 'client_statement' });
    expect(moved.body).toMatchObject({ kind: 'behavioral', note: 'After', state: 'addressing', version: 3 });
    const stale = await world.ana.patch(`/v1/barriers/${id}`, { note: 'Too late' }, { 'if-match': '"v2"' });
    expect(stale.status).toBe(412);
    expect((await world.ana.get(`/v1/barriers/${id}`)).body.note).toBe('After');
    const told = [...(await lines('barrier.identified', clientId)), ...(await lines('barrier.moved', clientId))];
    expect(told.filter(({ subject_id }) => subject_id === id)).toMatchObject([
      { payload: { kind: null, tier: 'T2' } },
      { payload: { kind: null, tier: 'T2' } },
    ]);
  });

  it('take no note on a move, because it would lie unsealed', async () => {
    const { id } = await newBarrier(world.ana, clientId, { kind: 'criminal_record' });
    const move = { to: 'addressing', evidence: 'document_seen', note: 'Court paper seen' };
    const refused = await world.ana.post(`/v1/barriers/${id}/moves`, move);
    expect([refused.status, refused.body.code]).toEqual([422, 'barrier.restricted-move-note']);
    expect((await world.ana.get(`/v1/barriers/${id}`)).body).toMatchObject({ state: 'identified', moves: [] });
  });

  it('are found in no table, neither kind nor note, also when the request was repeated', async () => {
    const client = await newClient();
    const path = `/v1/clients/${client}/barriers`;
    const key = { 'idempotency-key': 'sealed-1' };
    const body = { kind: 'disability_access', note: 'cormorant-secret' };
    const { id } = (await world.ana.post(path, body, key)).body;
    expect((await world.ana.post(path, body, key)).body).toMatchObject({ id, ...body });
    await world.ana.patch(`/v1/barriers/${id}`, { note: 'cormorant-changed' });
    await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'referred', evidence: 'partner_confirmation' });
    await world.sol.get(path);
    await newBarrier(world.ana, client, { note: 'cormorant-open' });
    expect(await tablesHolding(world, 'cormorant-open')).toEqual(['public.barriers']);
    expect(await tablesHolding(world, 'cormorant-secret')).toEqual([]);
    expect(await tablesHolding(world, 'cormorant-changed')).toEqual([]);
    for (const kind of restrictedKinds) expect(await tablesHolding(world, kind)).toEqual([]);
  });

  it('do not open when the sealed text of another barrier is put in their place', async () => {
    const client = await newClient();
    const first = (await newBarrier(world.ana, client, { kind: 'health', note: 'heron-first' })).id;
    const second = (await newBarrier(world.ana, client, { kind: 'safety' })).id;
    await world.sql(
      'update restricted_barriers set sealed = (select sealed from restricted_barriers where barrier_id = $1) where barrier_id = $2',
      [first, second],
    );
    const answer = await world.ana.get(`/v1/barriers/${second}`);
    expect([answer.status, answer.text.includes('heron')]).toEqual([500, false]);
    expect((await world.ana.get(`/v1/barriers/${first}`)).body.note).toBe('heron-first');
  });

  it('cannot be stored in the open, whatever the code does', async () => {
    const { id } = await newBarrier(world.ana, clientId, { kind: 'health' });
    const refused = expect.objectContaining({ code: '23514' });
    for (const kind of restrictedKinds)
      await expect(world.sql('update barriers set kind = $2 where id = $1', [id, kind])).rejects.toEqual(refused);
    await expect(world.sql(`update barriers set note = 'open' where id = $1`, [id])).rejects.toEqual(refused);
  });
});
