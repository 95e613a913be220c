import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addBusinessDays } from '../../src/kernel/days.js';
import { debriefAfter, mailedLink, newClientOf, Visitor } from '../support/debriefs.js';
import { tablesHolding } from '../support/whole-database.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const AFTER_INTERVIEW = { stages: ['phone_screen', 'interview'], interviews: [{}] };
const LEARNED = { learned: { text: 'To breathe first' } };

const debriefsOf = async (clientId: string) => (await world.ana.get(`/v1/debriefs?clientId=${clientId}`)).body.items;
const followUpsOf = async (clientId: string) =>
  (await world.ana.get(`/v1/follow-ups?clientId=${clientId}`)).body.items.map(
    ({ kind, assignee, title, dueOn }: Record<string, unknown>) => ({ kind, assignee, title, dueOn }),
  );
const eventsOf = async (id: string) =>
  (await world.sql<{ name: string }>('select name from ledger_lines where subject_id = $1 order by id', [id])).map(
    ({ name }) => name,
  );
const inBusinessDays = (days: number) => addBusinessDays(todayInNorth().toString(), days);
const todayInNorth = () => Temporal.Now.zonedDateTimeISO('America/Los_Angeles').toPlainDate();
const etag = (body: { version: number }) => ({ 'if-match': `"${body.version}.any"` });

describe('staff', () => {
  it('of other caseloads and organizations find nothing, and an admin may not look', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana);
    const path = `/v1/debriefs/${debrief.id}`;
    const requests = [
      (who: World['ana']) => who.get(path),
      (who: World['ana']) => who.get(`${path}/document`),
      (who: World['ana']) => who.post(`${path}/papers`),
      (who: World['ana']) => who.get(`/v1/clients/${client.id}/lessons`),
      (who: World['ana']) => who.post(`${path}/links`, { way: 'screen' }),
      (who: World['ana']) => who.delete(`${path}/links`),
      (who: World['ana']) => who.put(`${path}/answers`, { answers: {} }, etag(debrief)),
      (who: World['ana']) => who.post(`${path}/submission`),
      (who: World['ana']) => who.post(`${path}/review`),
      (who: World['ana']) => who.post(`${path}/skip`),
    ];
    for (const ask of requests) {
      const statuses: number[] = [];
      for (const who of [world.ben, world.cai, world.nia, world.nobody])
        statuses.push((await ask(who as World['ana'])).status);
      expect(statuses).toEqual([404, 404, 403, 401]);
    }
    expect((await world.ben.get(`/v1/debriefs?clientId=${client.id}`)).body.items).toEqual([]);
    expect((await world.cai.get('/v1/debriefs')).body.items).toEqual([]);
    expect((await world.sol.get(path)).status).toBe(200);
    expect((await world.ana.get(path)).body).toMatchObject({ status: 'issued', version: debrief.version });
  });

  it('read a list by client and state, newest first, in slices that neither repeat nor lose one', async () => {
    const client = await newClientOf(world.ana);
    for (const occurredOn of ['2026-06-12', '2026-06-20', '2026-06-28'])
      await debriefAfter(world, world.ana, { client, end: { occurredOn, issueDebrief: true } });
    const all = await debriefsOf(client.id);
    await world.ana.post(`/v1/debriefs/${all[1].id}/skip`);
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/v1/debriefs?clientId=${client.id}&status=issued&limit=1&total=true${cursor ? `&cursor=${cursor}` : ''}`;
      const { body } = await world.ana.get(path);
      expect(body.total).toBe(2);
      ids.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(ids).toEqual([all[0].id, all[2].id]);
    const skipped = (await world.ana.get('/v1/debriefs?status=skipped')).body.items.map(({ id }: { id: string }) => id);
    expect(skipped).toContain(all[1].id);
    expect((await world.ana.get('/v1/debriefs?status=lost')).status).toBe(400);
    expect((await world.ana.get('/v1/debriefs?coach=x')).status).toBe(400);
  });

  it('type answers for the client, hand in, answer and close: the phone mode', async () => {
    const { debrief, client } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    const path = `/v1/debriefs/${debrief.id}`;
    expect((await world.ana.put(`${path}/answers`, { answers: LEARNED })).status).toBe(428);
    expect((await world.ana.put(`${path}/answers`, { answers: LEARNED }, { 'if-match': '"9.any"' })).status).toBe(412);
    const draft = await world.ana.put(
      `${path}/answers`,
      {
        answers: {
          ...LEARNED,
          thanks: { plan: 'will_do' },
          if_then: { text: 'I will ask for water.' },
          people: { rows: [{ name: 'Dana Reyes', contact: 'dana@harbor.example', metOn: '2026-06-10' }] },
        },
        locale: 'en',
      },
      etag(debrief),
    );
    expect(draft.body).toMatchObject({ status: 'in_progress', locale: 'en', answers: LEARNED, version: 3 });
    expect(draft.headers.get('etag')).toMatch(/^"3\./);
    expect(draft.body.items.find(({ code }: { code: string }) => code === 'learned')).toMatchObject({
      title: 'What did you learn?',
      enteredBy: 'coach',
      isRequired: true,
    });
    expect((await world.ana.post(`${path}/submission`)).body).toMatchObject({
      status: 'submitted',
      submittedBy: 'coach',
    });
    const reviewed = await world.ana.post(`${path}/review`, { reply: 'Good.', strengthNoted: 'You stay calm.' });
    expect(reviewed.body).toMatchObject({ status: 'reviewed', reply: 'Good.', strengthNoted: 'You stay calm.' });
    const lessonsOf = async () => (await world.ana.get(`/v1/clients/${client.id}/lessons`)).body.items;
    expect(await lessonsOf()).toMatchObject(
      [
        { kind: 'learned', text: 'To breathe first' },
        { kind: 'next_time', text: 'I will ask for water.' },
      ]
        .map((lesson) => expect.objectContaining(lesson))
        .reverse(),
    );
    // They go out of sight with their application, and come back with it.
    await world.sql('update applications set deleted_at = now() where id = $1', [debrief.application.id]);
    expect(await lessonsOf()).toEqual([]);
    await world.sql('update applications set deleted_at = null where id = $1', [debrief.application.id]);
    expect(await lessonsOf()).toHaveLength(2);
    expect((await world.ana.get(`/v1/clients/${client.id}/contacts`)).body.items).toMatchObject([
      { name: 'Dana Reyes', reachBy: 'dana@harbor.example', metOn: '2026-06-10' },
    ]);
    expect(await followUpsOf(client.id)).toEqual([
      { kind: 'thanks', assignee: 'client', title: null, dueOn: todayInNorth().add({ days: 1 }).toString() },
      { kind: 'answer_client', assignee: 'coach', title: null, dueOn: inBusinessDays(2) },
    ]);
    expect(await eventsOf(debrief.id)).toEqual([
      'debrief.issued', 'debrief.link-made', 'debrief.saved', 'debrief.submitted', 'debrief.reviewed',
    ]); // biome-ignore format: one list
  });

  it('refuse what is not asked, too long, or unknown, with a pointer to each fault, and keep nothing of it', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const path = `/v1/debriefs/${debrief.id}`;
    const { status, body } = await world.ana.put(
      `${path}/answers`,
      {
        answers: {
          thanks: { plan: 'will_do' },
          one_change: { text: 'x'.repeat(301), when: 'soon' },
          feel: { score: 11, isPrivate: true },
        },
      },
      etag(debrief),
    );
    expect([status, body.code]).toEqual([422, 'debrief.answers-not-valid']);
    expect(body.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)).toEqual([
      '/answers/thanks debrief.item-not-asked',
      '/answers/one_change/text debrief.text-too-long',
      '/answers/one_change/when http.unknown-field',
      '/answers/feel/score debrief.number-not-known',
      '/answers/feel/isPrivate debrief.private-is-the-clients',
    ]);
    expect((await world.ana.get(path)).body).toMatchObject({ status: 'issued', answers: {}, version: 2 });
    for (const bad of [
      {},
      { answers: [] },
      { answers: { feel: 3 } },
      { answers: {}, locale: 'xx' },
      { answers: {}, by: 1 },
    ])
      expect((await world.ana.put(`${path}/answers`, bad, etag(debrief))).status).toBe(400);
  });

  it('cannot hand in without the learning sentence, close what was not handed in, or change what was', async () => {
    const { debrief } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    const path = `/v1/debriefs/${debrief.id}`;
    const early = await world.ana.post(`${path}/submission`);
    expect([early.status, early.body.code]).toEqual([422, 'debrief.answers-not-valid']);
    const closing = await world.ana.post(`${path}/review`);
    expect([closing.status, closing.body.code]).toEqual([409, 'debrief.move-not-allowed']);
    const draft = await world.ana.put(`${path}/answers`, { answers: { learned: { declined: true } } }, etag(debrief));
    await world.ana.post(`${path}/submission`);
    const late = await world.ana.put(
      `${path}/answers`,
      { answers: {} },
      { 'if-match': `"${draft.body.version + 1}.any"` },
    );
    expect([late.status, late.body.code]).toEqual([409, 'debrief.not-open']);
    expect((await world.ana.post(`${path}/submission`)).status).toBe(409);
    expect((await world.ana.post(`${path}/skip`)).status).toBe(409);
  });

  it('set a debrief aside without penalty, and the client may come back', async () => {
    const { client, debrief } = await debriefAfter(world, world.ana);
    const path = `/v1/debriefs/${debrief.id}`;
    expect((await world.ana.post(`${path}/skip`, { reason: 'talked_instead' })).body.status).toBe('skipped');
    expect((await world.ana.post(`${path}/skip`, { reason: 'because' })).status).toBe(400);
    expect((await world.ana.raw('POST', `${path}/skip`, undefined, {})).status).toBe(200);
    const visitor = new Visitor(world);
    await visitor.openByUrl(mailedLink(world, client).url);
    expect((await world.ana.get(path)).body).toMatchObject({ status: 'opened', skipReason: null, skippedAt: null });
  });

  it('make one link for one idempotency key, and the answer cannot be read from the database', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const headers = { 'idempotency-key': 'link-1' };
    const first = await world.ana.post(`/v1/debriefs/${debrief.id}/links`, { way: 'screen' }, headers);
    const second = await world.ana.post(`/v1/debriefs/${debrief.id}/links`, { way: 'screen' }, headers);
    expect(first.status).toBe(201);
    expect([second.status, second.body.code]).toEqual([409, 'http.shown-once']);
    expect(first.body.url).toMatch(/^http:\/\/localhost:\d+\/d\?locale=\w\w#[\w-]{43}$/);
    expect(first.body.code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$/);
    const [, token] = first.body.url.split('#');
    for (const secret of [token, first.body.code, first.body.code.replace('-', '')])
      expect(await tablesHolding(world, secret)).toEqual([]);
  });

  it('get the checklist as a tagged PDF that tells nothing by its name', async () => {
    const { debrief } = await debriefAfter(world, world.ana, AFTER_INTERVIEW);
    const path = `/v1/debriefs/${debrief.id}`;
    const { status, headers, text } = await world.ana.get(`${path}/document?format=pdf&locale=en`);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/pdf');
    expect(headers.get('content-disposition')).toBe('inline; filename="Checklist.pdf"');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(text).toContain('/StructTreeRoot');
    expect(await eventsOf(debrief.id)).toContain('debrief.seen');
    expect((await world.ana.get(`${path}/document?format=docx`)).status).toBe(400);
    expect((await world.ana.get(`${path}/document?locale=tlh`)).status).toBe(400);
  });

  it('leave a trace when they look', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    await world.sol.get(`/v1/debriefs/${debrief.id}`);
    const looks = await world.sql<{ actor_id: string }>(
      `select actor_id from ledger_lines where subject_id = $1 and name = 'debrief.seen'`,
      [debrief.id],
    );
    expect(looks).toEqual([{ actor_id: world.sol.id }]);
  });
});

it('the API document shows the answers and the links as they are', async () => {
  const { body } = await world.nobody.get('/openapi.json');
  expect(Object.keys(body.paths).filter((path) => path.includes('debrief'))).toEqual([
    '/v1/debriefs',
    '/v1/debriefs/{id}',
    '/v1/debriefs/{id}/links',
    '/v1/debriefs/{id}/answers',
    '/v1/debriefs/{id}/submission',
    '/v1/debriefs/{id}/review',
    '/v1/debriefs/{id}/skip',
    '/v1/debriefs/{id}/document',
    '/v1/debriefs/{id}/papers',
  ]);
  expect(Object.keys(body.paths).filter((path) => path.startsWith('/d'))).toEqual([]);
  expect(body.components.schemas.DebriefLink.required).toEqual(['way', 'url', 'code', 'expiresAt']);
});
