import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StaffActor } from '../../src/access/actor.js';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { Looks } from '../../src/platform/ledger/looks.js';
import type { Body } from '../support/caller.js';
import { createWorld, type Person, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
});
afterAll(() => world.close());

const newClients = (by: Person, count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, async () => (await by.post('/v1/clients', { legalName: 'Rosa' })).body.id));

/** This person, as a request of theirs would be. */
async function actorOf({ id, organizationId }: Person): Promise<StaffActor> {
  const [session] = await world.sql<{ id: string }>('select id from sessions where subject_id = $1', [id]);
  const of = { organizationId, userId: id, sessionId: session?.id ?? '', requestId: newId() };
  return { kind: 'staff', role: 'coach', ...of };
}

const listsSeen = async (client: string): Promise<Body[]> =>
  (await world.nia.get(`/v1/audit-events?clientId=${client}&name=client.list-seen`)).body.items;

describe('the look at a list', () => {
  it('is one line, and the trail of each client on it finds it, of nobody else’s', async () => {
    const [first = '', second = '', other = ''] = await newClients(world.ana, 3);
    const actor = await actorOf(world.ana);
    await world.app
      .get(Database)
      .read(actor, (tx) => world.app.get(Looks).list(tx, 'client.list-seen', [first, second, first]));
    for (const client of [first, second]) {
      expect(await listsSeen(client)).toMatchObject([
        { clientId: null, facts: { clients: 2 }, actor: { id: actor.userId } },
      ]);
    }
    expect(await listsSeen(other)).toEqual([]);
    const south = await world.sid.get(`/v1/audit-events?clientId=${first}`);
    expect(south.body.items).toEqual([]);
  });

  it('at nobody leaves no line', async () => {
    const lines = () => world.sql(`select 1 from ledger_lines where name = 'client.list-seen'`);
    const before = (await lines()).length;
    const actor = await actorOf(world.ana);
    await world.app.get(Database).read(actor, (tx) => world.app.get(Looks).list(tx, 'client.list-seen', []));
    expect(await lines()).toHaveLength(before);
  });
});

describe('a look that cannot be written', () => {
  it('keeps its answer in: no data, and 500 for what waiting would not mend', async () => {
    const [client = ''] = await newClients(world.ana, 1);
    await world.sql('revoke insert on ledger_lines from onward_app');
    const { status, body } = await world.ana.get(`/v1/clients/${client}`);
    await world.sql('grant insert on ledger_lines to onward_app');
    expect([status, body.code, body.legalName]).toEqual([500, 'http.unexpected', undefined]);
    expect((await world.ana.get(`/v1/clients/${client}`)).status).toBe(200);
  });
});
