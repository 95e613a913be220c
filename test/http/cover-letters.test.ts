import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Body } from '../support/caller.js';
import { newApplication, newClient, newLetter } from '../support/cover-letters.js';
import { createWorld, type Person, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const told = ({ status, body }: Answer) => [status, body.code];
const at = (letter: Body, rest = ''): string => `/v1/cover-letters/${letter.id}${rest}`;
const absent = '01980000-0000-7000-8000-000000000000';
const approve = (by: Person, letter: Body) => by.post(at(letter, '/reviews'), { decision: 'approved' });
const linesOf = (letter: Body) =>
  world.sql<{ name: string; payload: Body; client_id: string }>(
    'select name, payload, client_id from ledger_lines where subject_id = $1 order by id',
    [letter.id],
  );

/** A letter that was approved, with its application. */
async function approvedLetter(by = world.ana): Promise<Body> {
  const client = await newClient(by);
  const applicationId = await newApplication(world, by, client.id);
  const letter = await newLetter(by, { clientId: client.id, applicationId });
  await by.post(at(letter, '/submission'));
  return (await approve(world.sol, letter)).body;
}

async function sentLetter(): Promise<Body> {
  return (await world.ana.post(at(await approvedLetter(), '/sending'))).body;
}

describe('a letter', () => {
  it('begins as a draft, with its text as version 1 at once', async () => {
    const client = await newClient(world.ana);
    const { status, body, headers } = await world.ana.post('/v1/cover-letters', {
      clientId: client.id,
      title: 'Bakery',
      body: '  Dear Ms. Lee,\n\nI bake. ',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      client: { id: client.id },
      application: null,
      title: 'Bakery',
      status: 'draft',
      latestNumber: 1,
      latestVersion: { number: 1, body: 'Dear Ms. Lee,\n\nI bake.', author: { id: world.ana.id, name: 'Ana' } },
      reviews: [],
      sentNumber: null,
      sentAt: null,
    });
    expect(headers.get('etag')).toContain(`"${body.version}.`);
    expect((await world.ana.get(at(body))).body).toEqual(body);
  });

  it('may begin without a text, and then cannot be handed in', async () => {
    const letter = await newLetter(world.ana, { body: undefined });
    expect(letter).toMatchObject({ latestNumber: 0, latestVersion: null });
    expect(told(await world.ana.post(at(letter, '/submission')))).toEqual([422, 'cover-letter.no-version']);
    expect(told(await approve(world.sol, letter))).toEqual([422, 'cover-letter.not-in-review']);
  });

  it('goes with an application of the same client only, and says nothing of those out of sight', async () => {
    const client = await newClient(world.ana);
    const other = await newApplication(world, world.ana, (await newClient(world.ana)).id);
    const bens = await newApplication(world, world.ben, (await newClient(world.ben)).id);
    const cais = await newApplication(world, world.cai, (await newClient(world.cai)).id);
    const begin = async (applicationId: string) =>
      told(await world.ana.post('/v1/cover-letters', { clientId: client.id, title: 'Bakery', applicationId }));
    expect(await begin(other)).toEqual([422, 'cover-letter.application-of-another-client']);
    expect(await begin(bens)).toEqual([404, 'http.not-found']);
    expect(await begin(cais)).toEqual([404, 'http.not-found']);
    expect(await begin(absent)).toEqual([404, 'http.not-found']);
    const letter = await newLetter(world.ana, { clientId: client.id });
    for (const [applicationId, status] of [
      [other, 422],
      [bens, 404],
      [cais, 404],
    ] as const) {
      expect((await world.ana.patch(at(letter), { applicationId })).status).toBe(status);
      expect((await world.ana.post(at(letter, '/sending'), { applicationId })).status).toBe(status);
    }
    expect((await world.ana.get(at(letter))).body).toEqual(letter);
  });

  it('names no application that was deleted, cannot be sent with it, and names it again once it is back', async () => {
    const client = await newClient(world.ana);
    const applicationId = await newApplication(world, world.ana, client.id, { jobTitle: 'Baker of rye' });
    const path = `/v1/applications/${applicationId}`;
    const letter = await newLetter(world.ana, { clientId: client.id, applicationId });
    await world.ana.post(at(letter, '/submission'));
    await approve(world.sol, letter);
    const { headers } = await world.ana.get(path);
    expect((await world.ana.delete(path, { 'if-match': headers.get('etag') ?? '' })).status).toBe(204);

    const seen = await world.ana.get(at(letter));
    expect(seen.body.application).toBeNull();
    expect(seen.body.moves).toContainEqual({ to: 'sent', needs: ['applicationId'] });
    const list = await world.ana.get(`/v1/cover-letters?clientId=${client.id}`);
    const checks = await world.ana.get(at(letter, '/checks'));
    expect([list.body.items[0].application, checks.body.applicationId]).toEqual([null, null]);
    for (const { text } of [seen, list, checks]) expect(text).not.toMatch(/Baker of rye|Bright Bakery/);
    expect(told(await world.ana.post(at(letter, '/sending')))).toEqual([422, 'cover-letter.application-required']);
    expect((await world.ana.post(at(letter, '/sending'), { applicationId })).status).toBe(404);

    expect((await world.ana.post(`${path}/restoration`)).status).toBe(200);
    expect((await world.ana.get(at(letter))).body.application).toMatchObject({ id: applicationId });
    expect((await world.ana.post(at(letter, '/sending'))).body).toMatchObject({ status: 'sent' });
  });

  it('is changed with If-Match, and a stale one is refused', async () => {
    const letter = await newLetter(world.ana);
    const applicationId = await newApplication(world, world.ana, letter.client.id);
    expect((await world.ana.patch(at(letter), { title: 'Mill' }, {})).status).toBe(428);
    const { status, body } = await world.ana.patch(at(letter), { title: 'Mill', applicationId });
    expect([status, body.title, body.application?.id]).toEqual([200, 'Mill', applicationId]);
    const stale = { 'if-match': `"${letter.version}.any"` };
    expect((await world.ana.patch(at(letter), { title: 'Shop' }, stale)).status).toBe(412);
    expect((await world.ana.patch(at(letter), { applicationId: null })).body).toMatchObject({
      application: null,
      title: 'Mill',
    });
  });

  it('is put away and comes back as a draft', async () => {
    const letter = await approvedLetter();
    expect((await world.ana.post(at(letter, '/archival'))).body.status).toBe('archived');
    expect(told(await world.ana.post(at(letter, '/versions'), { body: 'More' }))).toEqual([
      422,
      'cover-letter.archived',
    ]);
    expect(told(await world.ana.post(at(letter, '/archival')))).toEqual([422, 'cover-letter.move-not-allowed']);
    expect((await world.ana.post(at(letter, '/restoration'))).body.status).toBe('draft');
    expect(told(await world.ana.post(at(letter, '/restoration')))).toEqual([422, 'cover-letter.move-not-allowed']);
  });

  it('leaves its whole way in the ledger, in codes and numbers only', async () => {
    const client = await newClient(world.ana);
    const applicationId = await newApplication(world, world.ana, client.id);
    const letter = await newLetter(world.ana, { clientId: client.id, applicationId, title: 'canary', body: 'canary' });
    await world.ana.post(at(letter, '/submission'));
    await world.sol.post(at(letter, '/reviews'), { decision: 'approved', comments: 'canary' });
    await world.ana.patch(at(letter), { title: 'canary 2' });
    await world.ana.post(at(letter, '/sending'));
    await world.ana.get(at(letter, '/versions/1/document?format=txt'));
    const lines = await linesOf(letter);
    expect(lines.map(({ name }) => name)).toEqual([
      'cover-letter.created',
      'cover-letter.version-written',
      'cover-letter.submitted',
      'cover-letter.reviewed',
      'cover-letter.seen', // the read for the ETag
      'cover-letter.changed',
      'cover-letter.sent',
      'cover-letter.document-made',
    ]);
    expect(new Set(lines.map(({ client_id }) => client_id))).toEqual(new Set([client.id]));
    expect(lines[3]?.payload).toEqual({ applicationId, status: 'approved', version: 1, decision: 'approved' });
    expect(lines[7]?.payload).toEqual({ version: 1, format: 'txt', locale: 'en' });
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});

describe('the versions of a letter', () => {
  it('count up and are listed with who wrote them, newest first, in pages', async () => {
    const letter = await newLetter(world.ana);
    expect((await world.sol.post(at(letter, '/versions'), { body: 'Second' })).body).toMatchObject({
      number: 2,
      body: 'Second',
      author: { name: 'Sol' },
    });
    expect((await world.ana.post(at(letter, '/versions'), { body: 'Third' })).status).toBe(201);
    const { body } = await world.ana.get(at(letter, '/versions?limit=2&total=true'));
    expect(body.items.map(({ number, author }: Body) => [number, author.name])).toEqual([
      [3, 'Ana'],
      [2, 'Sol'],
    ]);
    expect(body.total).toBe(3);
    const last = (await world.ana.get(at(letter, `/versions?limit=2&cursor=${body.nextCursor}`))).body;
    expect([last.items.map(({ number }: Body) => number), last.nextCursor]).toEqual([[1], null]);
    const other = await newLetter(world.ana);
    expect((await world.ana.get(at(other, `/versions?cursor=${body.nextCursor}`))).status).toBe(400);
  });

  it('have no gap and no double when many are written at once', async () => {
    const letter = await newLetter(world.ana);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => world.ana.post(at(letter, '/versions'), { body: `Text ${index}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const { body } = await world.ana.get(at(letter, '/versions?limit=100'));
    expect(body.items.map(({ number }: Body) => number)).toEqual(Array.from({ length: 21 }, (_, index) => 21 - index));
    expect((await world.ana.get(at(letter))).body.latestNumber).toBe(21);
  });

  it('end an approval: nobody has read the new text', async () => {
    const letter = await approvedLetter();
    await world.ana.post(at(letter, '/versions'), { body: 'Another text' });
    expect((await world.ana.get(at(letter))).body).toMatchObject({ status: 'draft', latestNumber: 2 });
    expect(told(await world.ana.post(at(letter, '/sending')))).toEqual([422, 'cover-letter.not-approved']);
  });

  it('take a long text whole and refuse one beyond measure, or none', async () => {
    const letter = await newLetter(world.ana);
    const long = 'ñ'.repeat(50_000);
    expect((await world.ana.post(at(letter, '/versions'), { body: long })).body.body).toBe(long);
    for (const body of [`${long}n`, 'a\n'.repeat(1001), '', ' \n ', 7, null, 'a\u0000b']) {
      expect((await world.ana.post(at(letter, '/versions'), { body })).status).toBe(400);
    }
    expect((await world.ana.get(at(letter))).body.latestNumber).toBe(2);
  });

  it('are written once by equal idempotency keys', async () => {
    const letter = await newLetter(world.ana);
    const write = () => world.ana.post(at(letter, '/versions'), { body: 'Once' }, { 'idempotency-key': 'letter-1' });
    expect((await write()).body).toEqual((await write()).body);
    expect((await world.ana.get(at(letter))).body.latestNumber).toBe(2);
  });
});

describe('a review', () => {
  it('asks for changes with a comment, and the next version comes back to review', async () => {
    const letter = await newLetter(world.ana);
    expect((await world.ana.post(at(letter, '/submission'))).body.status).toBe('in_review');
    const asked = await world.sol.post(at(letter, '/reviews'), {
      decision: 'changes_requested',
      comments: [{ paragraph: 2, text: 'Say where you baked.' }],
    });
    expect(asked.status).toBe(201);
    expect(asked.body).toMatchObject({
      status: 'changes_requested',
      reviews: [
        {
          versionNumber: 1,
          decision: 'changes_requested',
          comments: [{ paragraph: 2, text: 'Say where you baked.' }],
          reviewer: { id: world.sol.id, name: 'Sol' },
        },
      ],
    });
    await world.ana.post(at(letter, '/versions'), { body: 'Dear Ms. Lee,\n\nI baked at home.' });
    expect((await world.ana.get(at(letter))).body.status).toBe('changes_requested');
    await world.ana.post(at(letter, '/submission'));
    const approved = await world.nia.post(at(letter, '/reviews'), { decision: 'approved', versionNumber: 2 });
    expect(approved.body.status).toBe('approved');
    expect(approved.body.reviews.map((review: Body) => [review.versionNumber, review.decision])).toEqual([
      [2, 'approved'],
      [1, 'changes_requested'],
    ]);
  });

  it('is never by the author of the version, whoever that is', async () => {
    const letter = await newLetter(world.ana);
    await world.ana.post(at(letter, '/submission'));
    expect(told(await approve(world.ana, letter))).toEqual([422, 'cover-letter.reviewer-is-author']);
    await world.sol.post(at(letter, '/versions'), { body: 'Sol helped' });
    await world.ana.post(at(letter, '/submission'));
    expect(told(await approve(world.sol, letter))).toEqual([422, 'cover-letter.reviewer-is-author']);
    expect((await world.ana.get(at(letter))).body).toMatchObject({ status: 'in_review', reviews: [] });
    expect((await approve(world.ana, letter)).status).toBe(201);
  });

  it('that asks for changes says which, at a paragraph that is there', async () => {
    const letter = await newLetter(world.ana);
    await world.ana.post(at(letter, '/submission'));
    const ask = async (comments?: unknown) =>
      told(await world.sol.post(at(letter, '/reviews'), { decision: 'changes_requested', comments }));
    for (const nothing of [undefined, '', '  ', []]) {
      expect(await ask(nothing)).toEqual([422, 'cover-letter.comment-required']);
    }
    expect(await ask([{ paragraph: 4, text: 'Shorter' }])).toEqual([422, 'cover-letter.no-such-paragraph']);
    expect(await ask([{ paragraph: 0, text: 'Shorter' }])).toEqual([400, 'http.invalid-request']);
    expect((await world.ana.get(at(letter))).body).toMatchObject({ status: 'in_review', reviews: [] });
    expect(
      (await world.sol.post(at(letter, '/reviews'), { decision: 'changes_requested', comments: 'Shorter' })).body,
    ).toMatchObject({ reviews: [{ comments: [{ text: 'Shorter' }] }] });
  });

  it('of a version that is no longer the newest is a conflict', async () => {
    const letter = await newLetter(world.ana);
    await world.ana.post(at(letter, '/versions'), { body: 'Second' });
    await world.ana.post(at(letter, '/submission'));
    const late = await world.sol.post(at(letter, '/reviews'), { decision: 'approved', versionNumber: 1 });
    expect(told(late)).toEqual([409, 'cover-letter.newer-version']);
  });

  it('counts once when two people review at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const letter = await newLetter(world.ana);
      await world.ana.post(at(letter, '/submission'));
      const answers = await Promise.all([
        approve(world.sol, letter),
        world.nia.post(at(letter, '/reviews'), { decision: 'changes_requested', comments: 'Shorter' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
      const { body } = await world.ana.get(at(letter));
      expect(body.reviews).toHaveLength(1);
      expect(body.status).toBe(body.reviews[0].decision);
    }
  });
});

describe('a sent letter', () => {
  it('is tied to its application and to the version that went out', async () => {
    const letter = await approvedLetter();
    world.travelTo('2026-07-04T06:30:00Z');
    const { status, body } = await world.ana.post(at(letter, '/sending'));
    world.travelTo(null);
    expect([status, body.status, body.sentNumber, body.application?.id]).toEqual([
      200,
      'sent',
      1,
      letter.application.id,
    ]);
    expect(new Date(body.sentAt).toISOString()).toBe('2026-07-04T06:30:00.000Z');
  });

  it('needs approval and an application', async () => {
    const letter = await newLetter(world.ana);
    expect(told(await world.ana.post(at(letter, '/sending')))).toEqual([422, 'cover-letter.not-approved']);
    await world.ana.post(at(letter, '/submission'));
    await approve(world.sol, letter);
    expect(told(await world.ana.post(at(letter, '/sending')))).toEqual([422, 'cover-letter.application-required']);
    const applicationId = await newApplication(world, world.ana, letter.client.id);
    expect((await world.ana.post(at(letter, '/sending'), { applicationId })).body).toMatchObject({
      status: 'sent',
      application: { id: applicationId },
    });
  });

  it('stays as it is, whatever is tried', async () => {
    const letter = await sentLetter();
    const applicationId = await newApplication(world, world.ana, letter.client.id);
    const tries = [
      await world.ana.post(at(letter, '/versions'), { body: 'Better' }),
      await world.ana.post(at(letter, '/submission')),
      await approve(world.sol, letter),
      await world.ana.post(at(letter, '/sending'), { applicationId }),
      await world.ana.patch(at(letter), { title: 'Better' }),
      await world.ana.patch(at(letter), { applicationId }),
    ];
    expect(tries.map(told)).toEqual(tries.map(() => [422, 'cover-letter.frozen']));
    expect((await world.ana.get(at(letter))).body).toEqual(letter);
  });

  it('comes back from the archive as sent', async () => {
    const letter = await sentLetter();
    await world.ana.post(at(letter, '/archival'));
    expect((await world.ana.post(at(letter, '/restoration'))).body).toMatchObject({
      status: 'sent',
      sentNumber: 1,
      sentAt: letter.sentAt,
    });
  });
});

describe('who may do what', () => {
  const routes: readonly [method: 'get' | 'post' | 'patch', rest: string, body?: object][] = [
    ['get', ''],
    ['patch', '', { title: 'Mine' }],
    ['get', '/versions'],
    ['post', '/versions', { body: 'Mine' }],
    ['post', '/submission'],
    ['post', '/reviews', { decision: 'approved' }],
    ['post', '/sending'],
    ['post', '/archival'],
    ['post', '/restoration'],
    ['get', '/checks'],
    ['get', '/versions/1/document?format=txt'],
  ];
  const go = async (by: Person, letter: Body, [method, rest, body]: (typeof routes)[number]): Promise<Answer> =>
    method === 'get'
      ? by.get(at(letter, rest))
      : method === 'post'
        ? by.post(at(letter, rest), body)
        : by.patch(at(letter, rest), body, { 'if-match': `"${letter.version}.any"` });

  it('another coach, here or elsewhere, finds nothing: the same as a letter that does not exist', async () => {
    const letter = await newLetter(world.ana);
    await world.ana.post(at(letter, '/submission'));
    const before = (await world.ana.get(at(letter))).body;
    for (const who of [world.ben, world.cai]) {
      for (const route of routes) {
        const [foreign, none] = [await go(who, letter, route), await go(who, { ...letter, id: absent }, route)];
        expect([route, told(foreign)]).toEqual([route, [404, 'http.not-found']]);
        expect({ ...foreign.body, requestId: '' }).toEqual({ ...none.body, requestId: '' });
      }
      const ids = (await who.get('/v1/cover-letters?limit=100')).body.items.map(({ id }: Body) => id);
      expect(ids).not.toContain(letter.id);
      const found = await who.get(`/v1/cover-letters?clientId=${letter.client.id}&total=true`);
      expect(found.body).toEqual({ items: [], nextCursor: null, total: 0, isTotalCapped: false });
      const begun = await who.post('/v1/cover-letters', { clientId: letter.client.id, title: 'Mine' });
      expect(begun.status).toBe(404);
    }
    expect((await world.ana.get(at(letter))).body).toEqual(before);
  });

  it('an admin reads and reviews, but does not write or send', async () => {
    const letter = await newLetter(world.ana);
    await world.ana.post(at(letter, '/submission'));
    const statuses: Record<string, number> = {};
    for (const route of routes) statuses[`${route[0]} ${route[1]}`] = (await go(world.nia, letter, route)).status;
    expect(statuses).toEqual({
      'get ': 200,
      'patch ': 403,
      'get /versions': 200,
      'post /versions': 403,
      'post /submission': 403,
      'post /reviews': 201,
      'post /sending': 403,
      'post /archival': 403,
      'post /restoration': 403,
      'get /checks': 200,
      'get /versions/1/document?format=txt': 200,
    });
    expect((await world.nobody.get(at(letter))).status).toBe(401);
  });
});

describe('the list', () => {
  it('is newest first, by client, application and state, in pages that neither repeat nor lose one', async () => {
    const client = await newClient(world.ben);
    const applicationId = await newApplication(world, world.ben, client.id);
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      const given = count % 2 === 0 ? { applicationId } : {};
      ids.unshift((await newLetter(world.ben, { clientId: client.id, ...given })).id);
    }
    await world.ben.post(`/v1/cover-letters/${ids[0]}/submission`);
    const idsOf = async (query: string) =>
      (await world.ben.get(`/v1/cover-letters?${query}`)).body.items.map(({ id }: Body) => id);
    expect(await idsOf(`clientId=${client.id}`)).toEqual(ids);
    expect(await idsOf(`applicationId=${applicationId}`)).toEqual([ids[0], ids[2], ids[4]]);
    expect(await idsOf(`applicationId=${applicationId}&clientId=${absent}`)).toEqual([]);
    expect(await idsOf(`clientId=${client.id}&status=in_review`)).toEqual([ids[0]]);
    expect((await idsOf('limit=100')).slice(0, 5)).toEqual(ids);

    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await world.ben.get(
        `/v1/cover-letters?clientId=${client.id}&limit=2&total=true${cursor && `&cursor=${cursor}`}`,
      );
      expect(body.total).toBe(5);
      seen.push(...body.items.map(({ id }: Body) => id));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(ids);
  });

  it('shows exactly the listed fields, in the form of the single letter', async () => {
    const letter = await sentLetter();
    const { body } = await world.ana.get(`/v1/cover-letters?clientId=${letter.client.id}`);
    const { latestVersion, reviews, moves, ...listed } = letter;
    const instants = (row: Body) => [row.sentAt, row.createdAt, row.updatedAt].map((text) => Date.parse(text));
    expect(Object.keys(body.items[0]).sort()).toEqual(Object.keys(listed).sort());
    expect(instants(body.items[0])).toEqual(instants(letter));
  });

  it('refuses a filter that it does not know', async () => {
    for (const query of ['state=draft', 'status=lost', 'clientId=7', 'limit=0', 'cursor=x']) {
      expect((await world.ana.get(`/v1/cover-letters?${query}`)).status).toBe(400);
    }
  });
});

it('refuses what is no letter with 400 and writes nothing', async () => {
  const client = await newClient(world.ana);
  const good = { clientId: client.id, title: 'Bakery' };
  const bad = [
    {},
    { ...good, title: '' },
    { ...good, state: 'sent' },
    { ...good, clientId: 'x' },
    { ...good, body: '' },
  ];
  for (const body of bad) expect((await world.ana.post('/v1/cover-letters', body)).status).toBe(400);
  expect((await world.ana.get(`/v1/cover-letters?clientId=${client.id}`)).body.items).toEqual([]);
  const letter = await newLetter(world.ana, good);
  expect((await world.ana.post(at(letter, '/submission'), { state: 'approved' })).status).toBe(400);
  expect((await world.ana.get(at(letter))).body.status).toBe('draft');
  expect((await world.ana.raw('POST', at(letter, '/submission'), undefined, {})).body.status).toBe('in_review');
  expect((await world.ana.post(at(letter, '/reviews'), { decision: 'maybe' })).status).toBe(400);
  expect((await world.ana.post(at(letter, '/sending'), { on: '2026-01-01' })).status).toBe(400);
});
