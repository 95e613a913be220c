import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { barrierKinds, tierOf } from '../../src/features/barriers/barrier-kinds.rules.js';
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
      { subject_id: client, actor_id: world.sol.id, payload: { kind: 'barrier', ids: [first] } },
      { subject_id: client, actor_id: world.sol.id, payload: { kind: 'barrier', ids: [second, first] } },
    ]);
  });

  it('change their note under the seal, and move without being opened in the ledger', async () => {
    const { id } = await newBarrier(world.ana, clientId, { kind: 'behavioral', note: 'Before' });
    const changed = await world.ana.patch(`/v1/barriers/${id}`, { note: 'After', severity: 4 });
    expect(changed.body).toMatchObject({ kind: 'behavioral', note: 'After', severity: 4, version: 2 });
    const moved = await world.ana.post(`/v1/barriers/${id}/moves`, { to: 'addressing', evidence: 'client_statement' });
    expect(moved.body).toMatchObject({ kind: 'behavioral', note: 'After', status: 'addressing', version: 3 });
    const stale = await world.ana.patch(`/v1/barriers/${id}`, { note: 'Too late' }, { 'if-match': '"2.any"' });
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
    expect((await world.ana.get(`/v1/barriers/${id}`)).body).toMatchObject({ status: 'identified', history: [] });
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
