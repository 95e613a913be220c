import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { trips } from '../../src/platform/database/wire/pool.js';
import { textOf } from '../rules/debriefs/html.js';
import { Caller } from '../support/caller.js';
import { databaseFilesHolding } from '../support/database-files.js';
import { mailedLink, openedDebrief, Visitor } from '../support/debriefs.js';
import { newFollowUp } from '../support/follow-ups.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
/** Every address that was asked for, and every address that an answer named. */
const addresses: string[] = [];
beforeAll(async () => {
  world = await createWorld({ limitsRequests: false });
  Caller.hears = (_, path, { headers }) => addresses.push(path, headers.get('location') ?? '');
});
afterAll(async () => {
  Caller.hears = null;
  await world.close();
});

const ANSWERS = {
  'item.learned.text': 'Puffin-learned',
  'item.worry.guess': 'Puffin-private',
  'item.worry.isPrivate': 'yes',
  'item.q_hard.question': 'Puffin-question',
  'item.q_hard.newAnswer': 'Puffin-strength',
  'item.one_change.text': 'Puffin-change',
  'item.next_one.job': 'Puffin-job',
  'item.people.0.name': 'Puffin-person',
  'item.people.0.contact': '+1 208 417 6039',
  'item.people.0.keepInTouch': 'yes',
};
const REPLY = { reply: 'Puffin-reply', strengthNoted: 'Puffin-noted' };

/** A debrief handed in by its client and answered by the coach, with a task in the coach's words. */
async function answered(answers: Record<string, string> = ANSWERS) {
  const made = await openedDebrief(world);
  await made.visitor.fill(answers);
  await made.visitor.fill({}, { action: 'submit' });
  const debrief = `/v1/debriefs/${made.debrief.id}`;
  const { status } = await world.ana.post(`${debrief}/review`, { ...REPLY, notify: true });
  if (status !== 200) throw new Error(`the answer of the coach was refused with ${status}`);
  const task = await newFollowUp(world.ana, made.client.id, { title: 'Puffin-task' });
  await world.settle();
  // The mail about the answer has a link of its own.
  const visitor = new Visitor(world);
  await visitor.openByUrl(mailedLink(world, made.client).url);
  const of = `/v1/clients/${made.client.id}`;
  const followUps = `/v1/follow-ups?clientId=${made.client.id}`;
  return { ...made, visitor, task, paths: [debrief, `${of}/lessons`, `${of}/contacts`, followUps] };
}

const newClient = async (by: Caller = world.ana): Promise<string> =>
  (await by.post('/v1/clients', { legalName: 'Mina Park' })).body.id;

const all = async (paths: readonly string[], by: Caller = world.ana) =>
  Promise.all(paths.map(async (path) => by.get(path)));

describe('what a client writes in a debrief, and every row that is made of it', () => {
  it('is read as it was written by who may read it', async () => {
    const { paths, client, visitor } = await answered();
    const [debrief, lessons, contacts, followUps] = (await all(paths)).map(({ body }) => body);
    expect(debrief).toMatchObject({ answers: { learned: { text: 'Puffin-learned' } }, ...REPLY });
    expect(debrief.answers).not.toHaveProperty('worry');
    expect(lessons.items.map(({ text }: { text: string }) => text).sort()).toEqual([
      'Puffin-learned',
      'Puffin-strength',
    ]);
    expect(contacts.items).toMatchObject([
      { name: 'Puffin-person', reachBy: '+1 208 417 6039', role: null, metOn: null },
    ]);
    expect(followUps.items.map(({ title }: { title: string }) => title).filter(Boolean).sort()).toEqual([
      'Puffin-change', 'Puffin-job', 'Puffin-question', 'Puffin-task',
    ]); // biome-ignore format: one list
    const page = textOf((await visitor.get('/d/checklist')).text);
    for (const words of ['Puffin-private', 'Puffin-reply', 'Puffin-noted']) expect(page).toContain(words);
    expect((await world.sol.get(`/v1/clients/${client.id}/lessons?total=true`)).body.total).toBe(2);
  });

  it('stands in no table, no file of the database, no mail, no address and no line of the trail', async () => {
    const { client, task } = await answered();
    const key = { 'idempotency-key': 'sealed-title' };
    const again = { clientId: client.id, title: 'Puffin-repeated', dueOn: '2150-01-01' };
    for (const _ of [1, 2]) expect((await world.ana.post('/v1/follow-ups', again, key)).body.title).toBe(again.title);
    await world.ana.patch(`/v1/follow-ups/${task.id}`, { title: 'Puffin-patched' });
    expect((await world.ana.get(`/v1/follow-ups/${task.id}`)).body.title).toBe('Puffin-patched');
    await world.settle();
    const trail = (await world.nia.get(`/v1/audit-events?clientId=${client.id}&limit=100`)).text;
    expect(trail).toContain('debrief.reviewed');
    const mails = JSON.stringify(world.mails());
    expect(mails).toContain(client.email);
    for (const words of ['Puffin', '417 6039']) {
      expect(await tablesHolding(world, words)).toEqual([]);
      expect(await databaseFilesHolding(world, words)).toEqual([]);
      for (const text of [trail, mails, addresses.join()]) expect(text).not.toContain(words);
    }
    // What is not sealed is found where it stands: the hunt has eyes.
    expect(await databaseFilesHolding(world, client.email)).toEqual(['base', 'pg_wal']);
  });

  it('never looks the same twice, and does not tell by its length which short words it is', async () => {
    const made = [];
    for (const title of ['Yes', 'Yes', 'A title that is a good deal longer'])
      made.push((await newFollowUp(world.ana, await newClient(), { title })).id);
    const rows = await world.sql<{ sealed: string }>(
      'select sealed_title as sealed from follow_ups where id = any($1)',
      [made],
    );
    expect(new Set(rows.map(({ sealed }) => sealed)).size).toBe(3);
    expect(new Set(rows.map(({ sealed }) => sealed.length)).size).toBe(1);
  });

  it('cannot be read by anybody once the key of the client is erased, and other clients are none the worse for it', async () => {
    const { client, paths, visitor, debrief } = await answered();
    const other = await newFollowUp(world.ana, await newClient(), { title: 'Of another client' });
    await world.sql('delete from client_keys where client_id = $1', [client.id]);
    const texts = await all([...paths, `/v1/debriefs/${debrief.id}/document`, '/v1/follow-ups?limit=100']);
    expect(texts.map(({ status }) => status)).toEqual(texts.map(() => 200));
    const pages = [await visitor.get('/d/checklist'), await visitor.get('/d/done')];
    expect(pages.map(({ status }) => status)).toEqual([200, 200]);
    for (const { text } of [...texts.slice(0, 5), ...pages]) expect(text).not.toMatch(/Puffin|417 6039/);
    expect(texts[0]?.body).toMatchObject({ answers: {}, reply: null, strengthNoted: null });
    expect(texts[5]?.text).toContain(other.title);
    expect(texts.map(({ body }) => body?.items?.length).slice(1, 3)).toEqual([0, 0]);
    // A new key does not bring it back.
    await newFollowUp(world.ana, client.id, { title: 'Afterwards' });
    for (const { text } of await all(paths)) expect(text).not.toMatch(/Puffin|417 6039/);
  });
});

describe('a sealed text that was moved behind our back', () => {
  /** The answer to this path, after this change; what it changed is undone. */
  async function after(change: string, values: unknown[], path: string) {
    const tables = ['debrief_answers', 'debriefs', 'lessons', 'network_contacts', 'follow_ups'];
    const [table = ''] = tables.filter((name) => change.includes(`update ${name} `));
    await world.sql(`create table public.kept_aside as select * from ${table}`);
    await world.sql(change, values);
    const { status, text } = await world.ana.get(path);
    await world.sql(`set session_replication_role = replica; delete from ${table};
      insert into ${table} select * from public.kept_aside; drop table public.kept_aside`);
    return { status, isShown: text.includes('Heron') };
  }
  const broken = { status: 500, isShown: false };

  it('opens in no other row, item or client', async () => {
    const mine = await answered({
      'item.learned.text': 'Mine',
      'item.one_change.text': 'Mine',
      'item.liked.text': 'Mine',
    });
    const [heron, sameClient] = [
      await answered({
        ...ANSWERS,
        'item.learned.text': 'Heron',
        'item.one_change.text': 'Heron',
        'item.people.0.name': 'Heron',
      }),
      await newFollowUp(world.ana, mine.client.id, { title: 'Heron too' }),
    ];
    const [debrief = '', lessons = '', , followUps = ''] = mine.paths;
    const from = 'select sealed_title from follow_ups where';
    const moves: [string, unknown[], string][] = [
      [
        `update follow_ups set sealed_title = (${from} id = $1) where id = $2`,
        [sameClient.id, mine.task.id],
        followUps,
      ],
      [
        `update follow_ups set sealed_title = (${from} client_id = $1 and kind = 'one_change') where id = $2`,
        [heron.client.id, mine.task.id],
        followUps,
      ],
      [
        `update lessons set sealed = (select sealed from lessons where client_id = $1 and kind = 'learned') where client_id = $2`,
        [heron.client.id, mine.client.id],
        lessons,
      ],
      [
        `update debrief_answers set sealed = (select sealed from debrief_answers where debrief_id = $1 and item_code = 'learned')
          where debrief_id = $2 and item_code = 'learned'`,
        [heron.debrief.id, mine.debrief.id],
        debrief,
      ],
      [
        `update debrief_answers set sealed = (select sealed from debrief_answers where debrief_id = $1 and item_code = 'learned')
          where debrief_id = $1 and item_code = 'one_change'`,
        [heron.debrief.id],
        heron.paths[0] ?? '',
      ],
      [
        'update debriefs set sealed_reply = (select sealed_reply from debriefs where id = $1) where id = $2',
        [heron.debrief.id, mine.debrief.id],
        debrief,
      ],
      [
        'update network_contacts set client_id = $2 where client_id = $1',
        [heron.client.id, mine.client.id],
        mine.paths[2] ?? '',
      ],
    ];
    for (const [change, values, path] of moves)
      expect([change, await after(change, values, path)]).toEqual([change, broken]);
    for (const { status } of await all([...mine.paths, ...heron.paths])) expect(status).toBe(200);
  });

  it('opens for no member of staff when its private mark is taken away', async () => {
    const { debrief, paths } = await answered({ 'item.learned.text': 'Heron', 'item.learned.isPrivate': 'yes' });
    const unmark = 'update debrief_answers set is_private = false where debrief_id = $1';
    expect(await after(unmark, [debrief.id], paths[0] ?? '')).toEqual(broken);
  });
});

it('nothing but a sealed text can be stored in its place, whatever the code does', async () => {
  const { client, debrief } = await answered();
  const columns = [
    ['debrief_answers', 'sealed', 'debrief_id'],
    ['debriefs', 'sealed_reply', 'id'],
    ['lessons', 'sealed', 'client_id'],
    ['network_contacts', 'sealed', 'client_id'],
    ['follow_ups', 'sealed_title', 'client_id'],
  ];
  for (const [table, column, key] of columns) {
    const id = key === 'client_id' ? client.id : debrief.id;
    const open = world.sql(`update ${table} set ${column} = 'In the open' where ${key} = $1`, [id]);
    await expect(open).rejects.toMatchObject({ code: '23514' });
  }
});

it('a page of follow-ups of many clients is one trip, keys and all', async () => {
  const titles = Array.from({ length: 50 }, (_, at) => `Step ${at}`);
  for (const title of titles) await newFollowUp(world.ben, await newClient(world.ben), { title });
  const made: string[][] = [];
  const note = (names: unknown) => void made.push(names as string[]);
  trips.subscribe(note);
  const { body } = await world.ben.get('/v1/follow-ups?limit=50');
  trips.unsubscribe(note);
  expect(body.items.map(({ title }: { title: string }) => title)).toEqual(titles);
  expect(made.map((names) => names.at(-1))).toEqual([expect.stringMatching(/^follow-ups\.list\./), 'ledger.looks']);
});
