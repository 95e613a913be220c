import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openedDebrief } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** A client who met two people, and told of them. */
async function afterMeeting(marks: Record<string, string> = {}) {
  const { client, visitor, debrief } = await openedDebrief(world);
  await visitor.fill({
    'item.people.0.name': 'Sam Lee',
    'item.people.0.role': 'Baker',
    'item.people.0.contact': 'sam@bakery.example',
    'item.people.0.keepInTouch': 'yes',
    'item.people.1.name': 'Kim Doe',
    'item.people.1.keepInTouch': 'no',
    ...marks,
  });
  const sent = await visitor.fill({ 'item.learned.text': 'To ask first.' }, { action: 'submit' });
  expect(sent.status).toBe(303);
  return { path: `/v1/clients/${client.id}/contacts`, client, debrief };
}

it('shows the network of a client to their coach: whom they met and want to stay in touch with', async () => {
  const { path, client, debrief } = await afterMeeting();
  const { status, body } = await world.ana.get(path);
  expect(status).toBe(200);
  expect(body.items).toEqual([
    {
      id: expect.any(String),
      client: { id: client.id, name: expect.any(String) },
      name: 'Sam Lee',
      role: 'Baker',
      reachBy: 'sam@bakery.example',
      metOn: null,
      debriefId: debrief.id,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      version: 1,
    },
  ]);
  expect(
    await world.sql(`select name from ledger_lines where name = 'contact.seen' and client_id = $1`, [client.id]),
  ).toEqual([{ name: 'contact.seen' }]);
  const all = [
    await world.sol.get(path),
    await world.ben.get(path),
    await world.nia.get(path),
    await world.cai.get(path),
  ];
  expect(all.map((answer) => answer.status)).toEqual([200, 404, 403, 404]);
});

it('does not show whom the client keeps to themselves', async () => {
  const { path } = await afterMeeting({ 'item.people.isPrivate': 'on' });
  expect((await world.ana.get(`${path}?total=true`)).body).toMatchObject({ items: [], total: 0 });
});

it('lets a person be deleted and brought back, as long as thirty days are not over', async () => {
  const { path } = await afterMeeting();
  const [{ id }] = (await world.ana.get(path)).body.items;
  const one = `/v1/contacts/${id}`;
  expect((await world.ana.get(one)).body).toMatchObject({ id, name: 'Sam Lee', version: 1 });
  expect((await world.ana.delete(one, {})).status).toBe(428);
  for (const [who, status] of [
    [world.ben, 404],
    [world.nia, 403],
    [world.cai, 404],
    [world.ana, 204],
  ] as const)
    expect((await who.delete(one, { 'if-match': '"1.any"' })).status).toBe(status);
  expect([(await world.ana.get(one)).status, (await world.ana.get(path)).body.items]).toEqual([404, []]);
  expect((await world.ben.post(`${one}/restoration`)).status).toBe(404);
  expect((await world.ana.post(`${one}/restoration`)).body).toMatchObject({ id, version: 3 });
  await world.ana.delete(one, { 'if-match': '*' });
  await world.sql(`update network_contacts set deleted_at = now() - interval '31 days' where id = $1`, [id]);
  expect((await world.ana.post(`${one}/restoration`)).status).toBe(404);
});
