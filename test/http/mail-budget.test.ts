import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { debriefAfter } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ mailsPerDay: 2, invitationsPerDay: 2 });
});
afterAll(() => world.close());

describe('the mails of an organization', () => {
  it('are so many a day: the next ones wait, the coach is told, and other organizations are not held up', async () => {
    const courses = [];
    for (const _ of [1, 2, 3]) courses.push(await debriefAfter(world, world.ana));
    const other = await debriefAfter(world, world.cai);
    const mailed = ({ client }: { client: { email: string } }) =>
      world.mails().filter(({ to }) => to === client.email).length;
    expect([...courses, other].map(mailed)).toEqual([1, 1, 0, 1]);
    const [, , last] = courses;
    const steps = async () => (await world.ana.get(`/v1/follow-ups?clientId=${last?.client.id}`)).body.items;
    expect(await steps()).toMatchObject([{ kind: 'give_page', about: { type: 'debrief', id: last?.debrief.id } }]);
    await world.settle();
    expect(await steps()).toHaveLength(1);

    const waits = await world.sql<{ local: string }>(
      `select to_char(next_at at time zone 'America/Los_Angeles', 'HH24:MI') as local from deliveries
        where consumer = 'debriefs.mail' and status = 'pending'`,
    );
    expect(waits).toEqual([{ local: '00:00' }]);
    // The next day, in short: what was sent stands under the day before.
    await world.sql(`update mail_slots set day = day - 1`);
    await world.sql(`update deliveries set next_at = now() where consumer = 'debriefs.mail' and status = 'pending'`);
    await world.settle();
    expect(courses.map(mailed)).toEqual([1, 1, 1]);
  });

  it('count once, however often a mail is tried', async () => {
    const [before] = await world.sql<{ count: number }>('select count(*)::int as count from mail_slots');
    await world.sql(`update deliveries set status = 'pending', next_at = now() where consumer = 'debriefs.mail'`);
    await world.settle();
    expect(await world.sql('select count(*)::int as count from mail_slots')).toEqual([before]);
  });

  it('are no invitations beyond a number: they are refused, at once and in words', async () => {
    const invite = (email: string) => world.nia.post('/v1/invitations', { email, name: 'Kit', role: 'coach' });
    expect((await invite('one@north.example')).status).toBe(201);
    expect((await invite('two@north.example')).status).toBe(201);
    const { status, body } = await invite('three@north.example');
    expect([status, body.code]).toEqual([422, 'invitation.too-many-today']);
    expect(await world.sql(`select id from invitations where email = 'three@north.example'`)).toEqual([]);
    expect(
      (await world.sid.post('/v1/invitations', { email: 's@south.example', name: 'S', role: 'coach' })).status,
    ).toBe(201);
  });
});
