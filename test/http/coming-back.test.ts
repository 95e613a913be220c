import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { declareLazy, statements } from '../../src/platform/database/statement.js';
import { Ledger } from '../../src/platform/ledger/ledger.js';
import { newApplication, newInterview } from '../support/applications.js';
import { newBarrier } from '../support/barriers.js';
import { debriefAfter } from '../support/debriefs.js';
import { newFollowUp } from '../support/follow-ups.js';
import { recordsOfNorth, samples } from '../support/routes.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** The names of the lines that were written since there were so many; or how many there are. */
async function linesNow(): Promise<number>;
async function linesNow(since: number): Promise<string[]>;
async function linesNow(since?: number): Promise<number | string[]> {
  const lines = await world.sql<{ name: string }>('select name from ledger_lines order by id');
  return since === undefined ? lines.length : lines.slice(since).map(({ name }) => name);
}

const any = { 'if-match': '*' };

describe('a restoration', () => {
  it('of what is back already answers it as it is, and writes nothing but the look: a double click is no error', async () => {
    const records = await recordsOfNorth(world);
    // Another application was given the outside id of the deleted one.
    await world.ana.patch(`/v1/applications/${records.openApplication}`, { externalId: null });
    const all = Object.entries(samples(records));
    const restorations = all.filter(([route]) => /\/restoration$/.test(route) && !route.includes('cover-letters'));
    expect(restorations.length).toBe(7);
    for (const [route, { path }] of restorations) {
      const first = await world.sol.post(path);
      expect([route, first.status]).toEqual([route, 200]);
      const lines = await linesNow();
      const again = await world.sol.post(path);
      expect([route, again.status, again.body]).toEqual([route, 200, first.body]);
      expect([route, await linesNow(lines)]).toEqual([
        route,
        route.includes('/employers/') ? [] : [expect.stringMatching(/[a-z]\.seen$/)],
      ]);
      expect([route, (await world.cai.post(path)).status]).toEqual([route, route.includes('/v1/clients') ? 403 : 404]);
    }
  });

  it('tells what comes back with it, so that a copy hears of it', async () => {
    const client = (await world.ana.post('/v1/clients', { legalName: 'Mina Park' })).body;
    const application = await newApplication(world.ana, { clientId: client.id });
    const interview = await newInterview(world.ana, application.id);
    const letter = (
      await world.ana.post('/v1/cover-letters', { clientId: client.id, applicationId: application.id, title: 'Cook' })
    ).body;
    const paths = [
      `/v1/applications/${application.id}`,
      `/v1/interviews/${interview.id}`,
      `/v1/cover-letters/${letter.id}`,
      `/v1/barriers/${(await newBarrier(world.ana, client.id)).id}`,
      `/v1/follow-ups/${(await newFollowUp(world.ana, client.id)).id}`,
    ];
    const stamps = async (): Promise<Record<string, readonly [updatedAt: string, version: number]>> =>
      Object.fromEntries(
        await Promise.all(
          paths.map(async (path) => {
            const { body } = await world.ana.get(path);
            return [path, [body.updatedAt, body.version]] as const;
          }),
        ),
      );
    const before = await stamps();
    await world.sol.delete(`/v1/clients/${client.id}`, any);
    await world.sol.post(`/v1/clients/${client.id}/restoration`);
    await world.settle();
    const after = await stamps();
    for (const path of paths) {
      expect([path, String(after[path]?.[0]) > String(before[path]?.[0])]).toEqual([path, true]);
      expect(after[path]?.[1]).toBe(Number(before[path]?.[1]) + 1);
    }
    await world.ana.delete(paths[0] ?? '', any);
    await world.ana.post(`${paths[0]}/restoration`);
    await world.settle();
    const last = await stamps();
    for (const path of paths.slice(0, 3)) expect(String(last[path]?.[0]) > String(after[path]?.[0])).toBe(true);
    expect(last[paths[3] ?? '']).toEqual(after[paths[3] ?? '']);
  });

  it('tells the checklist that comes back with its client, and with its application', async () => {
    const { debrief, client, application } = await debriefAfter(world, world.ana);
    const stamp = async () => (await world.ana.get(`/v1/debriefs/${debrief.id}`)).body;
    for (const path of [`/v1/clients/${client.id}`, `/v1/applications/${application.id}`]) {
      const { version, updatedAt } = await stamp();
      await world.sol.delete(path, any);
      await world.sol.post(`${path}/restoration`);
      await world.settle();
      const back = await stamp();
      expect([path, back.version, back.updatedAt > updatedAt]).toEqual([path, version + 1, true]);
    }
  });

  it('is heard by every room whose list of changes leaves out what went with its client or its application', () => {
    declareLazy();
    const rooms = [...statements].flatMap(([name, text]) =>
      /\.updated_at > \$/.test(text) && /\b[ac]\.deleted_at is null/.test(text) ? [name.split('.')[0] ?? ''] : [],
    );
    const { consumers } = world.app.get(Ledger);
    const hear = [...new Set(rooms)].filter((room) => consumers.has(`${room}.come-back`));
    expect(hear).toEqual([...new Set(rooms)].filter((room) => room !== 'clients'));
    expect(hear).toEqual(expect.arrayContaining(['applications', 'debriefs', 'cover-letters']));
  });
});

describe('an act that changes nothing', () => {
  it('leaves the look of whoever got the answer: there is no way to read a client’s record without a line', async () => {
    const { id: clientId } = (await world.ana.post('/v1/clients', { legalName: 'Lea Roth' })).body;
    const application = await newApplication(world.ana, { clientId });
    const interview = await newInterview(world.ana, application.id);
    const followUp = await newFollowUp(world.ana, clientId);
    const letter = (await world.ana.post('/v1/cover-letters', { clientId, title: 'Cook' })).body;
    const done = await newFollowUp(world.ana, clientId);
    const completion = `/v1/follow-ups/${done.id}/completion`;
    await world.ana.post(completion);
    const acts: [string, () => Promise<{ status: number; body: Record<string, unknown> }>][] = [
      ...[
        `/v1/clients/${clientId}`,
        `/v1/applications/${application.id}`,
        `/v1/interviews/${interview.id}`,
        `/v1/barriers/${(await newBarrier(world.ana, clientId)).id}`,
        `/v1/follow-ups/${followUp.id}`,
        `/v1/cover-letters/${letter.id}`,
      ].map((path): (typeof acts)[number] => [path, () => world.ana.patch(path, {}, any)]),
      [completion, () => world.ana.post(completion)],
      [
        `/v1/follow-ups/${followUp.id}/completion`,
        () => world.ana.delete(`/v1/follow-ups/${followUp.id}/completion`, any),
      ],
    ];
    for (const [path, act] of acts) {
      const lines = await linesNow();
      const { status } = await act();
      expect([path, status, await linesNow(lines)]).toEqual([path, 200, [expect.stringMatching(/[a-z]\.seen$/)]]);
    }
  });
});

describe('the outside id of an application that went with its client', () => {
  it('is free, and is not brought back with the client', async () => {
    const [gone, stays] = await Promise.all(
      ['Gone', 'Stays'].map(async (legalName) => (await world.ana.post('/v1/clients', { legalName })).body.id),
    );
    const old = await newApplication(world.ana, { clientId: gone, externalId: 'ats-7' });
    await world.sol.delete(`/v1/clients/${gone}`, any);
    const fresh = await newApplication(world.ana, { clientId: stays, externalId: 'ats-7' });
    expect(fresh.externalId).toBe('ats-7');
    await world.sol.post(`/v1/clients/${gone}/restoration`);
    expect((await world.ana.get(`/v1/applications/${old.id}`)).body).toMatchObject({ externalId: null, version: 2 });
    const taken = await world.ana.patch(`/v1/applications/${old.id}`, { externalId: 'ats-7' });
    expect([taken.status, taken.body.existing]).toEqual([409, { type: 'application', id: fresh.id }]);
  });
});
