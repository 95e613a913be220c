import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { InterviewsDoor } from '../../src/features/interviews/interviews.door.js';
import { Database } from '../../src/platform/database/database.js';
import { moveTo, newApplication, newInterview } from '../support/applications.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const future = '2198-06-10T17:00:00Z';
const refusal = async (answer: Promise<{ status: number; body: { code: string } }>) => {
  const { status, body } = await answer;
  return [status, body.code];
};

describe('interviews', () => {
  it('number their rounds, take the time zone of the client, and keep people in order', async () => {
    const { id } = await newApplication(world.ana);
    const people = ['Zed', 'Amy', 'Mia'].map((name) => ({ name }));
    const first = await newInterview(world.ana, id, { startsAt: '2026-06-10T10:00:00-07:00', people });
    expect(first).toMatchObject({
      application: { id, jobTitle: 'Line cook' },
      client: { name: 'José Álvarez' },
      status: 'scheduled',
      round: 1,
      startsAt: '2026-06-10T17:00:00.000Z',
      timeZone: 'America/Los_Angeles',
      outcome: null,
      people: people.map((person) => ({
        id: expect.any(String),
        ...person,
        role: null,
        email: null,
        phone: null,
      })),
      version: 1,
    });
    expect((await newInterview(world.ana, id)).round).toBe(2);
    const { body } = await world.ana.get(`/v1/applications/${id}/interviews?limit=1&total=true`);
    expect([body.items.length, body.total]).toEqual([1, 2]);
    const { moves, ...listed } = first;
    expect(body.items).toEqual([listed]);
    expect(moves).toContainEqual({ to: 'passed', needs: [] });
    const held = await world.ana.get(`/v1/applications/${id}/interviews?status=passed,cancelled`);
    expect(held.body.items).toEqual([]);
    const next = await world.ana.get(`/v1/applications/${id}/interviews?limit=1&cursor=${body.nextCursor}`);
    expect([next.body.items[0].round, next.body.nextCursor]).toEqual([2, null]);
    expect((await world.ana.get(`/v1/interviews/${first.id}`)).body).toEqual(first);
  });

  it('never move the stage by themselves: neither planned nor held', async () => {
    const application = await newApplication(world.ana);
    const { id } = await newInterview(world.ana, application.id);
    await world.ana.post(`/v1/interviews/${id}/outcome`, { outcome: 'passed' });
    const { body } = await world.ana.get(`/v1/applications/${application.id}`);
    expect(body).toMatchObject({ stage: 'applied', furthestStage: 'applied', version: 1 });
  });

  it('have one round each: a taken one is 409, one that is off frees its own', async () => {
    const { id } = await newApplication(world.ana);
    const path = `/v1/applications/${id}/interviews`;
    const first = await newInterview(world.ana, id, { round: 1 });
    const body = { kind: 'video', startsAt: '2026-06-12T17:00:00Z' };
    expect(await refusal(world.ana.post(path, { ...body, round: 1 }))).toEqual([409, 'interview.round-taken']);
    expect(await refusal(world.ana.post(path, { ...body, round: 3 }))).toEqual([422, 'interview.round-leaves-gap']);
    await world.ana.post(`/v1/interviews/${first.id}/outcome`, { outcome: 'cancelled' });
    expect((await world.ana.post(path, body)).body.round).toBe(1);
    const back = world.ana.post(`/v1/interviews/${first.id}/outcome`, { outcome: 'passed' });
    expect(await refusal(back)).toEqual([409, 'interview.round-taken']);
  });

  it('written down twenty at a time get twenty rounds', async () => {
    const { id } = await newApplication(world.ana);
    const made = await Promise.all(Array.from({ length: 20 }, () => newInterview(world.ana, id)));
    expect(made.map(({ round }) => round).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('are not there twice: the same start is 409 with the one that is there, also under a double click', async () => {
    const { id } = await newApplication(world.ana);
    const path = `/v1/applications/${id}/interviews`;
    const body = { kind: 'video', startsAt: '2026-06-12T10:00:00-07:00' };
    const clicks = await Promise.all(Array.from({ length: 8 }, () => world.ana.post(path, body)));
    const made = clicks.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const [first] = made.map((answer) => answer.body);
    for (const { status, body: answer } of clicks.filter((click) => click.status !== 201)) {
      expect([status, answer.code]).toEqual([409, 'interview.same-start']);
      expect(answer.existing).toEqual({ type: 'interview', id: first.id });
    }
    const sameMoment = { kind: 'phone', startsAt: '2026-06-12T17:00:00Z' };
    expect(await refusal(world.ana.post(path, sameMoment))).toEqual([409, 'interview.same-start']);
    // Nor by the back door: moved there, said to have been held after all, brought back.
    const other = await newInterview(world.ana, id);
    const moved = world.ana.patch(`/v1/interviews/${other.id}`, { startsAt: body.startsAt });
    expect(await refusal(moved)).toEqual([409, 'interview.same-start']);
    await world.ana.delete(`/v1/interviews/${other.id}`, { 'if-match': '*' });
    await world.ana.post(`/v1/interviews/${first.id}/outcome`, { outcome: 'cancelled' });
    const again = await world.ana.post(path, sameMoment);
    expect(again.status).toBe(201);
    await newInterview(world.ana, id);
    await world.sql('update interviews set round = 9 where id = $1', [first.id]);
    const back = world.ana.post(`/v1/interviews/${first.id}/outcome`, { outcome: 'passed' });
    expect(await refusal(back)).toEqual([409, 'interview.same-start']);
  });

  it('that lie ahead are off with the application, and on again when it is reopened in time', async () => {
    const { id } = await newApplication(world.ana);
    const past = await newInterview(world.ana, id);
    const ahead = await newInterview(world.ana, id, { startsAt: future });
    const off = await newInterview(world.ana, id, { startsAt: '2198-06-11T17:00:00Z' });
    await world.ana.post(`/v1/interviews/${off.id}/outcome`, { outcome: 'cancelled' });
    const statuses = async () => {
      await world.settle();
      const found = [past, ahead, off].map(
        async (one) => (await world.ana.get(`/v1/interviews/${one.id}`)).body.status,
      );
      return Promise.all(found);
    };
    await moveTo(world.ana, id, 'rejected');
    expect(await statuses()).toEqual(['scheduled', 'cancelled', 'cancelled']);
    await moveTo(world.ana, id, 'interview', { note: 'A wrong click.' });
    expect(await statuses()).toEqual(['scheduled', 'scheduled', 'cancelled']);
    const lines = await world.sql<{ outcome: string | null }>(
      `select payload ->> 'outcome' as outcome from ledger_lines
        where subject_id = $1 and name = 'interview.outcome-recorded' order by id`,
      [ahead.id],
    );
    expect(lines.map(({ outcome }) => outcome)).toEqual(['cancelled', null]);
    // An hour that passed while it was off is not claimed; a round that was given away is another's.
    await moveTo(world.ana, id, 'no_response');
    await world.settle();
    await world.sql(`update interviews set starts_at = now() - interval '1 hour' where id = $1`, [ahead.id]);
    await moveTo(world.ana, id, 'interview', { note: 'They called.' });
    expect(await statuses()).toEqual(['scheduled', 'cancelled', 'cancelled']);
  });

  it('come back in a round of their own when theirs was given to another meanwhile', async () => {
    const { id } = await newApplication(world.ana);
    const ahead = await newInterview(world.ana, id, { startsAt: future });
    await moveTo(world.ana, id, 'rejected');
    await world.settle();
    expect((await newInterview(world.ana, id)).round).toBe(1);
    await moveTo(world.ana, id, 'interview', { note: 'They called.' });
    await world.settle();
    expect((await world.ana.get(`/v1/interviews/${ahead.id}`)).body).toMatchObject({ status: 'scheduled', round: 2 });
  });

  it('take an outcome, a note and the promised day, and can be corrected', async () => {
    const { id } = await newInterview(world.ana, (await newApplication(world.ana)).id);
    const path = `/v1/interviews/${id}/outcome`;
    const told = { outcome: 'unknown', note: 'Went well', promisedDecisionOn: '2026-06-15' };
    const { status, body, headers } = await world.ana.post(path, told);
    expect([status, headers.get('etag')]).toEqual([200, expect.stringMatching(/^"2\./)]);
    expect(body).toMatchObject({ outcome: 'unknown', outcomeNote: 'Went well', promisedDecisionOn: '2026-06-15' });
    expect((await world.ana.post(path, { outcome: 'passed' })).body).toMatchObject({
      outcome: 'passed',
      outcomeNote: 'Went well',
      promisedDecisionOn: '2026-06-15',
    });
    expect(await refusal(world.ana.post(path, { outcome: 'passed' }))).toEqual([422, 'interview.outcome-not-allowed']);
    expect(await refusal(world.ana.post(path, { outcome: 'great' }))).toEqual([400, 'http.invalid-request']);
    const early = world.ana.post(path, { outcome: 'not_passed', promisedDecisionOn: '2026-06-09' });
    expect(await refusal(early)).toEqual([422, 'interview.promise-before-interview']);
  });

  it('are changed with If-Match; new people take the place of the old', async () => {
    const { id } = await newInterview(world.ana, (await newApplication(world.ana)).id);
    const path = `/v1/interviews/${id}`;
    expect((await world.ana.patch(path, { place: 'Pier 3' }, {})).status).toBe(428);
    const { body } = await world.ana.patch(path, { place: 'Pier 3', people: [{ name: 'New' }] });
    expect(body).toMatchObject({ place: 'Pier 3', people: [{ name: 'New' }], version: 2 });
    expect((await world.ana.patch(path, { people: [] })).body).toMatchObject({ place: 'Pier 3', people: [] });
    expect((await world.ana.patch(path, { place: null }, { 'if-match': '"1.any"' })).status).toBe(412);
    expect(await refusal(world.ana.patch(path, { promisedDecisionOn: '2026-06-01' }))).toEqual([
      422,
      'interview.promise-before-interview',
    ]);
    expect(await refusal(world.ana.patch(path, { round: 2 }))).toEqual([400, 'http.invalid-request']);
  });

  it('keep who is named by id, in the order that is given', async () => {
    const people = ['Zed', 'Amy', 'Mia'].map((name) => ({ name }));
    const { id, people: met } = await newInterview(world.ana, (await newApplication(world.ana)).id, { people });
    const path = `/v1/interviews/${id}`;
    const [zed, amy, mia] = met;
    expect((await world.ana.patch(path, { people: met })).body.version).toBe(1);
    expect((await world.ana.patch(path, { people })).body.version).toBe(1);
    const { body } = await world.ana.patch(path, {
      people: [{ ...mia, role: 'Owner' }, { name: 'New' }, { id: zed.id, name: 'Zed' }],
    });
    expect(body.people).toMatchObject([
      { id: mia.id, name: 'Mia', role: 'Owner' },
      { name: 'New' },
      { id: zed.id, name: 'Zed' },
    ]);
    expect(body.version).toBe(2);
    expect((await world.ana.get(path)).body.people).toEqual(body.people);
    const unknown = world.ana.patch(path, { people: [{ id: amy.id, name: 'Amy' }] });
    expect(await refusal(unknown)).toEqual([422, 'interview.person-unknown']);
    const twice = world.ana.patch(path, { people: [mia, mia] });
    expect(await refusal(twice)).toEqual([400, 'http.invalid-request']);
  });

  it('can be deleted, which frees the round, and restored, in the next round when its own was given away', async () => {
    const { id } = await newApplication(world.ana);
    const first = await newInterview(world.ana, id);
    const path = `/v1/interviews/${first.id}`;
    expect((await world.ana.delete(path, {})).status).toBe(428);
    expect((await world.ana.delete(path, { 'if-match': '"2.any"' })).status).toBe(412);
    expect((await world.nia.delete(path, { 'if-match': '*' })).status).toBe(403);
    expect((await world.ben.delete(path, { 'if-match': '*' })).status).toBe(404);
    expect((await world.ana.delete(path, { 'if-match': '"1.any"' })).status).toBe(204);
    expect((await world.ana.get(path)).status).toBe(404);
    expect((await world.ana.post(`${path}/outcome`, { outcome: 'passed' })).status).toBe(404);
    expect((await world.ana.get(`/v1/applications/${id}/interviews?total=true`)).body).toMatchObject({
      items: [],
      total: 0,
    });
    const told = await world.app
      .get(Database)
      .asSystem(world.ana.organizationId, 'test', (tx) => world.app.get(InterviewsDoor).forApplication(tx, id));
    expect(told).toEqual([]);
    const second = await newInterview(world.ana, id);
    expect(second.round).toBe(1);
    expect((await world.ben.post(`${path}/restoration`)).status).toBe(404);
    const back = await world.ana.post(`${path}/restoration`);
    expect([back.status, back.body]).toMatchObject([200, { id: first.id, round: 2, people: first.people, version: 3 }]);
    await world.ana.delete(`/v1/interviews/${second.id}`, { 'if-match': '*' });
    expect((await world.ana.post(`/v1/interviews/${second.id}/restoration`)).body.round).toBe(1);
    await world.ana.delete(`/v1/interviews/${second.id}`, { 'if-match': '*' });
    await world.sql(`update interviews set deleted_at = now() - interval '30 days' where id = $1`, [second.id]);
    expect((await world.ana.post(`/v1/interviews/${second.id}/restoration`)).status).toBe(404);
  });

  it('keep time in order: no outcome before the start, no new date after the end', async () => {
    const application = await newApplication(world.ana);
    const planned = await newInterview(world.ana, application.id, { startsAt: future });
    const outcome = world.ana.post(`/v1/interviews/${planned.id}/outcome`, { outcome: 'passed' });
    expect(await refusal(outcome)).toEqual([422, 'interview.not-yet-held']);
    const held = await newInterview(world.ana, application.id);
    await world.ana.post(`/v1/interviews/${held.id}/outcome`, { outcome: 'passed' });
    expect(await refusal(world.ana.patch(`/v1/interviews/${held.id}`, { startsAt: future }))).toEqual([
      422,
      'interview.not-yet-held',
    ]);
    await moveTo(world.ana, application.id, 'rejected');
    const body = { kind: 'phone', startsAt: future };
    expect(await refusal(world.ana.post(`/v1/applications/${application.id}/interviews`, body))).toEqual([
      422,
      'interview.application-ended',
    ]);
    expect((await newInterview(world.ana, application.id)).round).toBe(3);
    const moved = world.ana.patch(`/v1/interviews/${planned.id}`, { startsAt: '2198-07-01T00:00:00Z' });
    expect(await refusal(moved)).toEqual([422, 'interview.application-ended']);
    expect((await world.ana.patch(`/v1/interviews/${planned.id}`, { place: 'Hall' })).status).toBe(200);
    await world.ana.post(`/v1/interviews/${planned.id}/outcome`, { outcome: 'cancelled' });
    const off = world.ana.patch(`/v1/interviews/${planned.id}`, { startsAt: '2026-06-11T17:00:00Z' });
    expect(await refusal(off)).toEqual([422, 'interview.is-off']);
  });

  it('to come are not brought back to an application that has ended; what was held is', async () => {
    const application = await newApplication(world.ana);
    const planned = await newInterview(world.ana, application.id, { startsAt: future });
    const held = await newInterview(world.ana, application.id);
    for (const { id } of [planned, held]) await world.ana.delete(`/v1/interviews/${id}`, { 'if-match': '*' });
    await moveTo(world.ana, application.id, 'rejected');
    expect(await refusal(world.ana.post(`/v1/interviews/${planned.id}/restoration`))).toEqual([
      422,
      'interview.application-ended',
    ]);
    expect((await world.ana.post(`/v1/interviews/${held.id}/restoration`)).status).toBe(200);
  });

  it('refuse bad input and write nothing', async () => {
    const { id } = await newApplication(world.ana);
    const good = { kind: 'panel', startsAt: '2026-06-10T17:00:00Z' };
    for (const bad of [
      { kind: 'tea' },
      { startsAt: '2026-06-10' },
      { startsAt: '2026-06-10T17:00:00' },
      { timeZone: 'Mars/Olympus' },
      { round: 0 },
      { round: 21 },
      { round: 1.5 },
      { people: [{ role: 'nameless' }] },
      { people: Array.from({ length: 31 }, () => ({ name: 'X' })) },
      { people: [{ name: 'X', shoe: 43 }] },
      { outcome: 'passed' },
    ]) {
      const answer = await world.ana.post(`/v1/applications/${id}/interviews`, { ...good, ...bad });
      expect([bad, answer.status]).toEqual([bad, 400]);
    }
    expect(await world.sql('select 1 from interviews where application_id = $1', [id])).toEqual([]);
    const farEast = await newInterview(world.ana, id, { startsAt: '2026-06-10T17:00:00+23:30' });
    expect(farEast.startsAt).toBe('2026-06-09T17:30:00.000Z');
  });

  it('of others are not there; an admin may look but not touch', async () => {
    const application = await newApplication(world.ana);
    const { id } = await newInterview(world.ana, application.id);
    const body = { kind: 'phone', startsAt: '2026-06-10T17:00:00Z' };
    const of = (who: typeof world.ana) => [
      () => who.get(`/v1/interviews/${id}`),
      () => who.get(`/v1/applications/${application.id}/interviews`),
      () => who.post(`/v1/applications/${application.id}/interviews`, body),
      () => who.patch(`/v1/interviews/${id}`, { place: 'X' }, { 'if-match': '"1.any"' }),
      () => who.post(`/v1/interviews/${id}/outcome`, { outcome: 'passed' }),
    ];
    const statuses = async (who: typeof world.ana) => {
      const found: number[] = [];
      for (const ask of of(who)) found.push((await ask()).status);
      return found;
    };
    expect(await statuses(world.ben)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(world.cai)).toEqual([404, 404, 404, 404, 404]);
    expect(await statuses(world.nia)).toEqual([200, 200, 403, 403, 403]);
    expect(await statuses(world.sol)).toEqual([200, 200, 201, 200, 200]);
  });

  it('leave lines in the ledger with ids, codes and instants, never a name, place or note', async () => {
    const application = await newApplication(world.ana);
    const given = { startsAt: '2026-06-10T17:00:00Z', place: 'canary', people: [{ name: 'canary' }] };
    const { id } = await newInterview(world.ana, application.id, given);
    await world.ana.patch(`/v1/interviews/${id}`, { place: 'canary 2', kind: 'video' });
    await world.ana.post(`/v1/interviews/${id}/outcome`, { outcome: 'passed', note: 'canary' });
    const lines = await world.sql<{ name: string; client_id: string; payload: object }>(
      `select name, client_id, payload from ledger_lines where subject_id = $1 and name <> 'interview.seen' order by id`,
      [id],
    );
    const facts = { interviewId: id, applicationId: application.id, clientId: application.client.id, round: 1 };
    const payload = { ...facts, startsAt: '2026-06-10T17:00:00.000Z', outcome: null };
    const client_id = application.client.id;
    expect(lines).toEqual([
      { name: 'interview.scheduled', client_id, payload },
      { name: 'interview.changed', client_id, payload: { ...payload, fields: ['kind', 'place'] } },
      { name: 'interview.outcome-recorded', client_id, payload: { ...payload, outcome: 'passed' } },
    ]);
  });

  it('are told to other rooms by round, with people, promised day and what became of them', async () => {
    const { id } = await newApplication(world.ana);
    const held = await newInterview(world.ana, id, { promisedDecisionOn: '2026-06-20' });
    await world.ana.post(`/v1/interviews/${held.id}/outcome`, { outcome: 'unknown' });
    await newInterview(world.ana, id, { startsAt: future, people: [] });
    const found = await world.app
      .get(Database)
      .asSystem(world.ana.organizationId, 'test', (tx) => world.app.get(InterviewsDoor).forApplication(tx, id));
    expect(found).toMatchObject([
      { round: 1, course: 'held', promisedDecisionOn: '2026-06-20', people: [{ name: 'Dana Reyes' }] },
      { round: 2, course: 'planned', promisedDecisionOn: null, people: [] },
    ]);
  });
});
