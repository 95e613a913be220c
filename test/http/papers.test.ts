import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '../support/caller.js';
import { debriefAfter, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const papersOf = (by: World['ana'], { id }: Body) => by.post(`/v1/debriefs/${id}/papers`, {});
const rowsOf = async (): Promise<unknown> =>
  world.sql(`select (select count(*)::int from client_links) as links, (select count(*)::int from debrief_papers) as papers,
                    (select count(*)::int from ledger_lines where name not like '%seen') as lines`);

describe('reading or printing', () => {
  it('changes nothing, by GET or HEAD, however often: no code is made, and only the look is recorded', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const paper = (await papersOf(world.ana, debrief)).body;
    const before = await rowsOf();
    for (const path of [`/v1/debriefs/${debrief.id}/document`, `/v1/papers/${paper.id}`])
      for (const method of ['GET', 'HEAD', 'GET'])
        expect((await world.ana.raw(method, path, undefined, {})).status).toBe(200);
    expect(await rowsOf()).toEqual(before);
    const looks = await world.sql(`select 1 from ledger_lines where name = 'debrief.seen' and subject_id = $1`, [
      debrief.id,
    ]);
    expect(looks.length).toBeGreaterThan(0);
  });
});

describe('a paper', () => {
  it('has a code of its own, which opens the page and says who made it and what for', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { status, body } = await papersOf(world.ana, debrief);
    expect([status, Object.keys(body)]).toEqual([201, ['id', 'code', 'expiresAt']]);
    expect((await new Visitor(world).openByCode(body.code)).status).toBe(303);
    expect(
      await world.sql(`select made_by, purpose from client_links where subject_id = $1 and purpose <> 'email'`, [
        debrief.id,
      ]),
    ).toEqual([{ made_by: world.ana.id, purpose: 'paper' }]);
    const again = await world.ana.bytes(`/v1/papers/${body.id}`);
    expect(Buffer.from(again).toString('latin1').slice(0, 5)).toBe('%PDF-');
  });

  it('prints no code any more when its maker is suspended, and its code opens nothing', async () => {
    const { debrief } = await debriefAfter(world, world.ben);
    const { id, code } = (await papersOf(world.ben, debrief)).body;
    const size = async () => (await world.sol.bytes(`/v1/papers/${id}`)).length;
    const before = await size();
    await world.nia.post(`/v1/staff/${world.ben.id}/suspension`);
    expect((await new Visitor(world).openByCode(code)).status).toBe(422);
    expect(await size()).toBeLessThan(before);
    await world.nia.delete(`/v1/staff/${world.ben.id}/suspension`);
    await world.signInAgain();
  });

  it('is nobody else’s: strangers and colleagues find none, an admin may not', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { id } = (await papersOf(world.ana, debrief)).body;
    for (const [who, status] of [
      [world.ben, 404],
      [world.cai, 404],
      [world.nia, 403],
    ] as const) {
      expect((await papersOf(who, debrief)).status).toBe(status);
      expect((await who.get(`/v1/papers/${id}`)).status).toBe(status);
    }
    expect((await world.nobody.get(`/v1/papers/${id}`)).status).toBe(401);
  });

  it('made twice with one key is one, and its code is shown once', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const make = () => world.ana.post(`/v1/debriefs/${debrief.id}/papers`, {}, { 'idempotency-key': 'paper' });
    expect((await make()).status).toBe(201);
    const twice = await make();
    expect([twice.status, twice.body.code]).toEqual([409, 'http.shown-once']);
    expect(await world.sql('select 1 from debrief_papers where debrief_id = $1', [debrief.id])).toHaveLength(1);
  });
});
