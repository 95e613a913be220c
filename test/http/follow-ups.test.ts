import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FollowUpsDoor } from '../../src/features/follow-ups/follow-ups.door.js';
import { FollowUp, FollowUpSlice } from '../../src/features/follow-ups/follow-ups.schemas.js';
import { newId } from '../../src/kernel/ids.js';
import { Database } from '../../src/platform/database/database.js';
import { newBarrier } from '../support/barriers.js';
import type { Caller } from '../support/caller.js';
import { newFollowUp } from '../support/follow-ups.js';
import { recordsOfNorth } from '../support/routes.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let clientId: string;
beforeAll(async () => {
  world = await createWorld();
  clientId = await newClient();
});
afterAll(() => world.close());

const newClient = async (by: Caller = world.ana): Promise<string> =>
  (await by.post('/v1/clients', { legalName: 'Mina Park' })).body.id;
const titles = async (query: string, by: Caller = world.ana): Promise<string[]> => {
  const { body } = await by.get(`/v1/follow-ups?${query}`);
  return FollowUpSlice.parse(body).items.map(({ title, kind }) => title ?? kind);
};
const lines = (name: string, subject: string) =>
  world.sql<{ payload: unknown; client_id: string }>(
    'select payload, client_id from ledger_lines where name = $1 and subject_id = $2',
    [name, subject],
  );

describe('follow-ups', () => {
  it('are tasks of the coach unless something else is said', async () => {
    const { status, body, headers } = await world.ana.post('/v1/follow-ups', {
      clientId,
      title: 'Call the clinic',
      dueOn: '2150-03-01',
    });
    expect([status, headers.get('etag')]).toEqual([201, expect.stringMatching(/^"1\./)]);
    expect(FollowUp.strict().parse(body)).toMatchObject({
      client: { id: clientId, name: 'Mina Park' },
      kind: 'task',
      assignee: 'coach',
      title: 'Call the clinic',
      dueOn: '2150-03-01',
      isOverdue: false,
      completedAt: null,
    });
    const read = await world.ana.get(`/v1/follow-ups/${body.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([body, expect.stringMatching(/^"1\./)]);
  });

  it('need words when they are tasks, and none when the kind says it', async () => {
    const dueOn = '2150-03-01';
    const task = await world.ana.post('/v1/follow-ups', { clientId, dueOn });
    expect([task.status, task.body.code]).toEqual([422, 'follow-up.title-missing']);
    const thanks = await world.ana.post('/v1/follow-ups', { clientId, dueOn, kind: 'thanks', assignee: 'client' });
    expect(thanks.body).toMatchObject({ kind: 'thanks', assignee: 'client', title: null });
    const { id } = await newFollowUp(world.ana, clientId);
    const emptied = await world.ana.patch(`/v1/follow-ups/${id}`, { title: null });
    expect([emptied.status, emptied.body.code]).toEqual([422, 'follow-up.title-missing']);
  });

  it('change words and day with If-Match only', async () => {
    const { id } = await newFollowUp(world.ana, clientId);
    const path = `/v1/follow-ups/${id}`;
    expect((await world.ana.patch(path, { dueOn: '2150-02-02' }, {})).status).toBe(428);
    const changed = await world.ana.patch(path, { title: 'New words', dueOn: '2150-02-02' }, { 'if-match': '"1.any"' });
    expect(changed.body).toMatchObject({ title: 'New words', dueOn: '2150-02-02', version: 2 });
    expect((await world.ana.patch(path, { title: 'Late' }, { 'if-match': '"1.any"' })).status).toBe(412);
    expect(await lines('follow-up.changed', id)).toEqual([
      { client_id: clientId, payload: { fields: ['title', 'dueOn'] } },
    ]);
  });

  it('are completed once, and saying so again is no error', async () => {
    const { id } = await newFollowUp(world.ana, clientId);
    const path = `/v1/follow-ups/${id}/completion`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => world.ana.post(path)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const [first] = answers;
    expect(first?.body).toMatchObject({ completedBy: { id: world.ana.id, name: 'Ana' }, isOverdue: false, version: 2 });
    const again = await world.sol.post(path);
    expect([again.status, again.body]).toEqual([200, first?.body]);
    expect(await lines('follow-up.completed', id)).toHaveLength(1);
  });

  it('are reopened with If-Match, and what is open stays as it is', async () => {
    const { id } = await newFollowUp(world.ana, clientId);
    const path = `/v1/follow-ups/${id}/completion`;
    expect((await world.ana.delete(path, {})).status).toBe(428);
    const open = await world.ana.delete(path, { 'if-match': '"1.any"' });
    expect([open.status, open.body.version]).toEqual([200, 1]);
    await world.ana.post(path);
    expect((await world.ana.delete(path, { 'if-match': '"1.any"' })).status).toBe(412);
    const again = await world.ana.delete(path, { 'if-match': '"2.any"' });
    expect(again.body).toMatchObject({ completedAt: null, completedBy: null, version: 3 });
    expect(await lines('follow-up.reopened', id)).toEqual([{ client_id: clientId, payload: {} }]);
  });

  it('are deleted, gone from everywhere, and brought back within 30 days', async () => {
    const client = await newClient();
    const { id } = await newFollowUp(world.ana, client);
    const path = `/v1/follow-ups/${id}`;
    // What stands already is back already.
    expect((await world.ana.post(`${path}/restoration`)).body.version).toBe(1);
    expect((await world.ana.delete(path, {})).status).toBe(428);
    expect((await world.ana.delete(path, { 'if-match': '"7.any"' })).status).toBe(412);
    expect((await world.ana.delete(path, { 'if-match': '"1.any"' })).status).toBe(204);
    expect((await world.ana.get(path)).status).toBe(404);
    expect((await world.ana.delete(path, { 'if-match': '"2.any"' })).status).toBe(404);
    expect((await world.ana.post(`${path}/completion`)).status).toBe(404);
    expect(await titles(`clientId=${client}`)).toEqual([]);
    for (const who of [world.ben, world.cai]) expect((await who.post(`${path}/restoration`)).status).toBe(404);
    const back = await world.ana.post(`${path}/restoration`);
    expect([back.status, back.body.version]).toEqual([200, 3]);
    expect(await titles(`clientId=${client}`)).toHaveLength(1);
    expect((await lines('follow-up.deleted', id)).length + (await lines('follow-up.restored', id)).length).toBe(2);
    await world.ana.delete(path, { 'if-match': '"3.any"' });
    await world.sql(`update follow_ups set deleted_at = now() - interval '31 days' where id = $1`, [id]);
    expect((await world.ana.post(`${path}/restoration`)).status).toBe(404);
  });

  it('say what they are about, and whose list was seen', async () => {
    const client = await newClient();
    const about = { type: 'barrier', id: (await newBarrier(world.ana, client)).id };
    expect((await newFollowUp(world.ana, client, { about })).about).toEqual(about);
    await world.ana.get(`/v1/follow-ups?clientId=${client}`);
    const { body } = await world.nia.get(`/v1/audit-events?clientId=${client}&name=follow-up.list-seen`);
    expect(body.items).toMatchObject([{ facts: { clients: 1 }, actor: { id: world.ana.id } }]);
  });

  it('are overdue by the day of the organization, and not any more when done', async () => {
    const client = await newClient();
    // North keeps Los Angeles time: the day there, as the database sees it now.
    const day = async (shift: number): Promise<string> =>
      (
        await world.sql<{ day: string }>(
          `select ((now() at time zone 'America/Los_Angeles')::date + $1::int)::text as day`,
          [shift],
        )
      )[0]?.day ?? '';
    const overdue = await newFollowUp(world.ana, client, { title: 'yesterday', dueOn: await day(-1) });
    await newFollowUp(world.ana, client, { title: 'today', dueOn: await day(0) });
    const { body } = await world.ana.get(`/v1/follow-ups?clientId=${client}`);
    const shown = body.items.map((item: { title: string; isOverdue: boolean }) => [item.title, item.isOverdue]);
    expect(shown).toEqual([
      ['yesterday', true],
      ['today', false],
    ]);
    expect(overdue.isOverdue).toBe(true);
    expect((await world.ana.post(`/v1/follow-ups/${overdue.id}/completion`)).body.isOverdue).toBe(false);
  });

  it('take the day from the time zone of the organization', async () => {
    const client = await newClient();
    // A day that has begun in Kiritimati (+14) and not yet in Niue (−11): overdue there tomorrow, here not.
    const [{ day } = { day: '' }] = await world.sql<{ day: string }>(
      `select (now() at time zone 'Pacific/Niue')::date::text as day`,
    );
    const { id } = await newFollowUp(world.ana, client, { dueOn: day });
    const isOverdueIn = async (zone: string): Promise<boolean> => {
      await world.sql('update organizations set time_zone = $2 where id = $1', [world.ana.organizationId, zone]);
      return (await world.ana.get(`/v1/follow-ups/${id}`)).body.isOverdue;
    };
    expect(await isOverdueIn('Pacific/Kiritimati')).toBe(true);
    expect(await isOverdueIn('Pacific/Niue')).toBe(false);
    await world.sql('update organizations set time_zone = $2 where id = $1', [
      world.ana.organizationId,
      'America/Los_Angeles',
    ]);
  });

  it('are listed by due day and filtered', async () => {
    const client = await newClient();
    const add = (title: string, dueOn: string, more: object = {}) =>
      newFollowUp(world.ana, client, { title, dueOn, ...more });
    await add('C', '2101-03-01');
    await add('A', '2101-01-01', { assignee: 'client' });
    const b = await add('B', '2101-02-01');
    await world.ana.post(`/v1/follow-ups/${b.id}/completion`);
    const of = `clientId=${client}`;
    expect(await titles(of)).toEqual(['A', 'B', 'C']);
    expect(await titles(`${of}&open=true`)).toEqual(['A', 'C']);
    expect(await titles(`${of}&open=false`)).toEqual(['B']);
    expect(await titles(`${of}&assignee=client`)).toEqual(['A']);
    expect(await titles(`${of}&dueTo=2101-01-31`)).toEqual(['A']);
    expect(await titles(`${of}&dueFrom=2101-01-02&dueTo=2101-02-01`)).toEqual(['B']);
    expect(await titles('open=true&dueTo=2102-01-01&assignee=coach')).toContain('C');
    expect(await titles('open=true&dueTo=2102-01-01')).not.toContain('B');
  });

  it('come in slices that neither repeat nor lose one, also on one and the same day', async () => {
    const client = await newClient(world.ben);
    const names = ['1', '2', '3', '4', '5'];
    for (const title of names) await newFollowUp(world.ben, client, { title, dueOn: '2101-01-01' });
    for (const filter of ['', `clientId=${client}`, 'open=true', `open=true&clientId=${client}`]) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await world.ben.get(
          `/v1/follow-ups?limit=2&total=true&${filter}${cursor ? `&cursor=${cursor}` : ''}`,
        );
        expect(body.total).toBe(5);
        seen.push(...body.items.map(({ title }: { title: string }) => title));
        cursor = body.nextCursor;
      }
      expect(seen).toEqual(names);
    }
    const { body } = await world.ben.get('/v1/follow-ups?limit=2');
    expect((await world.ben.get(`/v1/follow-ups?assignee=client&cursor=${body.nextCursor}`)).status).toBe(400);
    expect((await world.sol.get(`/v1/follow-ups?clientId=${client}`)).body.items).toHaveLength(5);
  });

  it('are for the coach and the supervisor; nobody else gets in or learns that they exist', async () => {
    const { id } = await newFollowUp(world.ana, clientId);
    const requests = (who: Caller) => [
      who.post('/v1/follow-ups', { clientId, title: 'Mine now', dueOn: '2150-01-01' }),
      who.get(`/v1/follow-ups/${id}`),
      who.patch(`/v1/follow-ups/${id}`, { title: 'Mine now' }, { 'if-match': '"1.any"' }),
      who.post(`/v1/follow-ups/${id}/completion`),
      who.delete(`/v1/follow-ups/${id}/completion`, { 'if-match': '"1.any"' }),
      who.delete(`/v1/follow-ups/${id}`, { 'if-match': '"1.any"' }),
    ];
    const statuses = async (who: Caller) => (await Promise.all(requests(who))).map(({ status }) => status);
    expect(await statuses(world.ben)).toEqual(Array(6).fill(404));
    expect(await statuses(world.cai)).toEqual(Array(6).fill(404));
    expect(await statuses(world.nia)).toEqual(Array(6).fill(403));
    expect(await statuses(world.sid)).toEqual(Array(6).fill(403));
    expect(await statuses(world.nobody)).toEqual(Array(6).fill(401));
    expect((await world.nia.get('/v1/follow-ups')).status).toBe(403);
    for (const who of [world.ben, world.cai]) expect(await titles(`clientId=${clientId}`, who)).toEqual([]);
    expect((await world.ana.get(`/v1/follow-ups/${id}`)).body).toMatchObject({ version: 1, completedAt: null });
  });

  it('are about a thing of their client that the caller sees, and about nothing else', async () => {
    const [mine, hers, bens] = await Promise.all([recordsOfNorth(world), newClient(), newClient(world.ben)]);
    const of = mine.client;
    const things = {
      application: mine.application,
      interview: mine.interview,
      barrier: mine.barrier,
      debrief: mine.debrief,
      'cover-letter': mine.letter,
    };
    const ask = (by: Caller, clientId: string, type: string, id: string) =>
      by.post('/v1/follow-ups', { clientId, title: 'Call', dueOn: '2150-01-01', about: { type, id } });
    for (const [type, id] of Object.entries(things)) {
      const made = await ask(world.ana, of, type, id);
      expect([made.status, made.body.about]).toEqual([201, { type, id }]);
      expect((await ask(world.sol, of, type, id)).status).toBe(201);
      const another = await ask(world.ana, hers, type, id);
      expect([another.status, another.body.code]).toEqual([422, 'follow-up.about-another-client']);
      const cais = await newClient(world.cai);
      for (const [by, client] of [
        [world.ben, bens],
        [world.cai, cais],
      ] as const) {
        const [unseen, absent] = [await ask(by, client, type, id), await ask(by, client, type, newId())];
        expect([unseen.status, unseen.body.code]).toEqual([404, 'http.not-found']);
        expect({ ...unseen.body, requestId: '' }).toEqual({ ...absent.body, requestId: '' });
      }
      // The id of one kind is not the id of another.
      const other = type === 'barrier' ? 'application' : 'barrier';
      expect((await ask(world.ana, of, other, id)).status).toBe(404);
    }
    await world.ana.delete(`/v1/barriers/${mine.barrier}`, { 'if-match': '*' });
    expect((await ask(world.ana, of, 'barrier', mine.barrier)).status).toBe(404);
  });

  it('refuse what is malformed, and write nothing', async () => {
    const client = await newClient();
    const good = { clientId: client, title: 'Call', dueOn: '2150-01-01' };
    const bodies = [
      { ...good, dueOn: '2150-02-30' },
      { ...good, dueOn: '2150-02-03T00:00:00Z' },
      { ...good, dueOn: undefined },
      { ...good, clientId: 'x' },
      { ...good, kind: 'nap' },
      { ...good, assignee: 'employer' },
      { ...good, title: ' ' },
      { ...good, title: 'x'.repeat(301) },
      { ...good, about: { type: 'employer', id: newId() } },
      { ...good, about: { type: 'barrier' } },
      { ...good, completedAt: '2020-01-01T00:00:00Z' },
    ];
    for (const body of bodies) expect((await world.ana.post('/v1/follow-ups', body)).status).toBe(400);
    expect((await world.ana.post('/v1/follow-ups', { ...good, clientId: newId() })).status).toBe(404);
    for (const query of [
      'open=yes',
      'assignee=me',
      'dueTo=soon',
      'dueFrom=1',
      'dueBefore=2101-01-01',
      'clientId=1',
      'title=Call',
      'limit=0',
    ])
      expect((await world.ana.get(`/v1/follow-ups?${query}`)).status).toBe(400);
    expect(await titles(`clientId=${client}`)).toEqual([]);
  });

  it('leave kind, assignee and day in the ledger, and the look, but never the words', async () => {
    const { id } = await newFollowUp(world.ana, clientId, { title: 'pelican-title' });
    await world.ana.get(`/v1/follow-ups/${id}`);
    expect(await lines('follow-up.created', id)).toEqual([
      {
        client_id: clientId,
        payload: { kind: 'task', assignee: 'coach', dueOn: '2150-01-01', aboutType: null, aboutId: null },
      },
    ]);
    expect(await lines('follow-up.seen', id)).toHaveLength(1);
    expect(await world.sql(`select 1 from ledger_lines where payload::text like '%pelican%'`)).toEqual([]);
  });

  it('are written down by other rooms in their transaction, or not at all', async () => {
    const client = await newClient();
    const about = { type: 'debrief' as const, id: newId() };
    const steps = ['thanks', 'refs', 'connect', 'practise', 'checkin'] as const;
    const rows = steps.map((kind) => ({
      clientId: client,
      assignee: 'client' as const,
      kind,
      dueOn: '2150-01-01',
      about,
    }));
    const add = (then: () => void) =>
      world.app.get(Database).asSystem(world.ana.organizationId, 'test', async (tx) => {
        await world.app.get(FollowUpsDoor).add(tx, rows);
        then();
      });
    const fail = () => {
      throw new Error('the room above fails');
    };
    await expect(add(fail)).rejects.toThrow('the room above fails');
    expect(await titles(`clientId=${client}`)).toEqual([]);
    await add(() => undefined);
    const { body } = await world.ana.get(`/v1/follow-ups?clientId=${client}`);
    expect(body.items).toMatchObject(steps.map((kind) => ({ kind, assignee: 'client', about, title: null })));
    expect(await lines('follow-up.created', body.items[0].id)).toHaveLength(1);
  });
});
