import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationsDoor } from '../../src/features/applications/applications.door.js';
import { Database } from '../../src/platform/database/database.js';
import { moveTo, newApplication } from '../support/applications.js';
import type { Answer } from '../support/caller.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const reason = { code: 'missing_requirement', source: 'employer_stated', quote: 'canary-quote' };
const guess = { code: 'language_level', source: 'coach_guess' };
const lines = (id: string) =>
  world.sql<{ name: string; client_id: string; payload: Record<string, unknown> }>(
    `select name, client_id, payload from ledger_lines where subject_id = $1 and name not like '%seen' order by id`,
    [id],
  );

describe('a move', () => {
  it('answers what was written and where the application stands now', async () => {
    const { id } = await newApplication(world.ana);
    const { status, body, headers } = await world.ana.post(`/v1/applications/${id}/stage-moves`, {
      to: 'interview',
      occurredOn: '2026-06-10',
    });
    expect([status, headers.get('etag')]).toEqual([201, expect.stringMatching(/^"2\./)]);
    expect(body.move).toEqual({
      id: expect.any(String),
      applicationId: id,
      kind: 'advance',
      from: 'applied',
      to: 'interview',
      occurredOn: '2026-06-10',
      reasons: [],
      learnedBy: null,
      note: null,
      movedBy: { id: world.ana.id, name: expect.any(String) },
      createdAt: expect.stringMatching(/\.\d{3}Z$/),
    });
    expect(body.application).toMatchObject({ stage: 'interview', isOpen: true, outcome: null, version: 2 });
    expect(body.application).toEqual((await world.ana.get(`/v1/applications/${id}`)).body);
    const place = `/v1/applications/${id}/stage-moves/${body.move.id}`;
    expect(headers.get('location')).toBe(place);
    const again = await world.ana.get(place);
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([200, body, headers.get('etag')]);
  });

  it('to an outcome keeps where it ended and when, and counts it at the furthest stage', async () => {
    const { id, client } = await newApplication(world.ana);
    const clientId = client.id;
    await moveTo(world.ana, id, 'interview', { occurredOn: '2026-06-10' });
    const body = await moveTo(world.ana, id, 'rejected', {
      occurredOn: '2026-06-20',
      reasons: [reason, guess],
      learnedBy: 'phone',
      note: 'canary-note',
    });
    expect(body.move.reasons).toEqual([reason, { ...guess, quote: null }]);
    expect(body.application).toMatchObject({
      outcome: 'rejected',
      isOpen: false,
      endingStage: 'interview',
      endedOn: '2026-06-20',
    });
    const [, , rejected] = await lines(id);
    expect(rejected).toEqual({
      name: 'application.rejected',
      client_id: clientId,
      payload: {
        applicationId: id,
        clientId,
        stageMoveId: body.move.id,
        kind: 'ending',
        from: 'interview',
        to: 'rejected',
        occurredOn: '2026-06-20',
        stage: 'interview',
        furthestStage: 'interview',
        outcome: 'rejected',
        reasonCodes: ['missing_requirement', 'language_level'],
        reasonSources: ['employer_stated', 'coach_guess'],
        learnedBy: 'phone',
      },
    });
    expect(JSON.stringify(await lines(id))).not.toContain('canary');
    const again = await world.ana.post(`/v1/applications/${id}/stage-moves`, { to: 'withdrawn' });
    expect([again.status, again.body.code]).toEqual([422, 'application.already-ended']);
  });

  it('back over a mistake, and out of an end, is a line of the history and takes the end away', async () => {
    const { id } = await newApplication(world.ana);
    await moveTo(world.ana, id, 'interview', { occurredOn: '2026-06-10' });
    await moveTo(world.ana, id, 'phone_screen', { note: 'It was only a call' });
    await moveTo(world.ana, id, 'no_response');
    const reopened = await moveTo(world.ana, id, 'phone_screen', { note: 'They called back' });
    expect(reopened).toMatchObject({
      move: { kind: 'reopening' },
      application: { outcome: null, isOpen: true, endingStage: null, endedOn: null, version: 5 },
    });
    const { body } = await world.ana.get(`/v1/applications/${id}/stage-moves`);
    expect(body.items.map(({ kind, from, to }: Record<string, string>) => [kind, from, to])).toEqual([
      ['reopening', 'no_response', 'phone_screen'],
      ['ending', 'phone_screen', 'no_response'],
      ['correction', 'interview', 'phone_screen'],
      ['advance', 'applied', 'interview'],
      ['advance', null, 'applied'],
    ]);
    expect(body.items[0]).toEqual(reopened.move);
    expect((await lines(id)).map(({ name }) => name)).toEqual([
      'application.created',
      'application.moved',
      'application.moved',
      'application.ended',
      'application.reopened',
    ]);
    const slice = (await world.ana.get(`/v1/applications/${id}/stage-moves?limit=4`)).body;
    const last = (await world.ana.get(`/v1/applications/${id}/stage-moves?limit=4&cursor=${slice.nextCursor}`)).body;
    expect([slice.items.length, last.items.length, last.nextCursor]).toEqual([4, 1, null]);
  });

  it('refused by a rule has its code and leaves nothing', async () => {
    const { id } = await newApplication(world.ana, { appliedOn: undefined });
    const refusal = async (body: object) => {
      const answer = await world.ana.post(`/v1/applications/${id}/stage-moves`, body);
      return [answer.status, answer.body.code];
    };
    expect(await refusal({ to: 'rejected', reasons: [reason] })).toEqual([422, 'application.not-sent-yet']);
    expect(await refusal({ to: 'saved' })).toEqual([422, 'application.move-not-allowed']);
    expect(await refusal({ to: 'applied', occurredOn: '2199-01-01' })).toEqual([422, 'application.day-in-future']);
    expect(await refusal({ to: 'employed' })).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ to: 'applied', reasons: Array(6).fill(reason) })).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ to: 'applied', occurredOn: '2026-02-30' })).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ to: 'applied', stage: 'x' })).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ to: 'applied', note: 'a\u0000b' })).toEqual([400, 'http.invalid-request']);
    await moveTo(world.ana, id, 'applied', { occurredOn: '2026-06-01' });
    expect(await refusal({ to: 'rejected' })).toEqual([422, 'application.reason-required']);
    expect(await refusal({ to: 'rejected', reasons: [reason, reason] })).toEqual([422, 'application.reason-repeated']);
    expect(await refusal({ to: 'interview', occurredOn: '2026-05-31' })).toEqual([
      422,
      'application.day-before-last-move',
    ]);
    expect(await refusal({ to: 'preparing' })).toEqual([422, 'application.note-required']);
    expect(await lines(id)).toHaveLength(2);
    expect(await world.sql('select 1 from stage_moves where application_id = $1', [id])).toHaveLength(2);
  });

  it('to a start hires, opens no debrief, and can be taken back', async () => {
    const { id, client } = await newApplication(world.ana);
    await moveTo(world.ana, id, 'offer', { occurredOn: '2026-06-10' });
    const { move, application } = await moveTo(world.ana, id, 'started', { occurredOn: '2026-06-20' });
    expect([move.kind, move.to]).toEqual(['ending', 'started']);
    const hired = { stage: 'started', outcome: 'hired', isOpen: false, endingStage: 'started', endedOn: '2026-06-20' };
    expect(application).toMatchObject(hired);
    expect(application.moves).toContainEqual({ to: 'accepted', needs: ['note'] });
    expect((await lines(id)).at(-1)).toMatchObject({ name: 'application.hired', payload: { outcome: 'hired' } });
    await world.settle();
    expect((await world.ana.get(`/v1/debriefs?clientId=${client.id}`)).body.items).toEqual([]);
    const back = await moveTo(world.ana, id, 'accepted', { note: 'She never began' });
    expect(back.application).toMatchObject({ outcome: null, furthestStage: 'accepted', endedOn: null });
    expect((await moveTo(world.ana, id, 'hired')).application).toMatchObject({ stage: 'started', outcome: 'hired' });
  });

  it('to "duplicate" ends what was written down twice, from anywhere, without a debrief', async () => {
    const { id, client } = await newApplication(world.ana, { stage: 'interview' });
    expect((await moveTo(world.ana, id, 'duplicate')).application).toMatchObject({ outcome: 'duplicate' });
    await world.settle();
    expect((await world.ana.get(`/v1/debriefs?clientId=${client.id}`)).body.items).toEqual([]);
  });

  it('takes If-Match when it is given, and goes without', async () => {
    const { id } = await newApplication(world.ana);
    const path = `/v1/applications/${id}/stage-moves`;
    expect((await world.ana.post(path, { to: 'screening' }, { 'if-match': '"1.any"' })).status).toBe(201);
    expect((await world.ana.post(path, { to: 'interview' }, { 'if-match': '"1.any"' })).status).toBe(412);
    expect((await world.ana.post(path, { to: 'interview' }, { 'if-match': '"never-ours"' })).status).toBe(412);
    expect((await world.ana.post(path, { to: 'interview' })).status).toBe(201);
  });

  it('to "rejected", sent a hundred times at once, happens once', async () => {
    const { id } = await newApplication(world.ana);
    // Who is told that there is no room for so many comes again.
    const rejected = async (): Promise<Answer> => {
      const answer = await world.ana.post(`/v1/applications/${id}/stage-moves`, { to: 'rejected', reasons: [reason] });
      return answer.status === 503 ? rejected() : answer;
    };
    const answers = await Promise.all(Array.from({ length: 100 }, rejected));
    const tally = answers.map(({ status, body }) => (status === 201 ? '201' : `${status} ${body.code}`)).sort();
    expect(tally).toEqual(['201', ...Array.from({ length: 99 }, () => '422 application.already-ended')]);
    expect(
      await world.sql(`select 1 from stage_moves where application_id = $1 and to_position = 'rejected'`, [id]),
    ).toHaveLength(1);
    expect((await lines(id)).map(({ name }) => name)).toEqual(['application.created', 'application.rejected']);
    expect((await world.ana.get(`/v1/applications/${id}`)).body.version).toBe(2);
  });

  it('repeated with its idempotency key answers the same and happens once', async () => {
    const { id } = await newApplication(world.ana);
    const send = () =>
      world.ana.post(
        `/v1/applications/${id}/stage-moves`,
        { to: 'rejected', reasons: [reason] },
        { 'idempotency-key': 'reject-1' },
      );
    const [first, second] = [await send(), await send()];
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(await lines(id)).toHaveLength(2);
  });

  it('is told to other rooms with what really happened, and to those of another organization not at all', async () => {
    const {
      id,
      client: { id: clientId },
    } = await newApplication(world.ana, { postingText: 'We cook.' });
    await moveTo(world.ana, id, 'interview');
    await moveTo(world.ana, id, 'phone_screen', { note: 'It was only a call' });
    await moveTo(world.ana, id, 'rejected');
    const door = world.app.get(ApplicationsDoor);
    const told = (organizationId: string) =>
      world.app.get(Database).asSystem(organizationId, 'test', async (tx) => ({
        application: await door.getAsSystem(tx, id),
        stages: await door.stagesReached(tx, id),
      }));
    expect(await told(world.ana.organizationId)).toMatchObject({
      application: {
        id,
        clientId,
        coachId: world.ana.id,
        postingText: 'We cook.',
        stage: 'phone_screen',
        furthestStage: 'phone_screen',
        outcome: 'rejected',
        version: 4,
      },
      stages: ['applied', 'phone_screen'],
    });
    await expect(told(world.cai.organizationId)).rejects.toMatchObject({ code: 'http.not-found' });
  });
});
