import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { moveTo, newApplication, newInterview } from '../support/applications.js';
import { linkOf, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const newClient = async (by = world.ana) => (await by.post('/v1/clients', { legalName: 'Mina Park' })).body.id;
const idsOf = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id);

describe('applications', () => {
  it('are saved, or applied when the day is known, at an employer that is found by its name or added', async () => {
    const clientId = await newClient();
    const saved = await world.ana.post('/v1/applications', {
      clientId,
      employerName: 'Ferry Line',
      jobTitle: 'Deckhand',
    });
    expect([saved.status, saved.headers.get('etag')]).toEqual([201, expect.stringMatching(/^"1\./)]);
    expect(saved.body).toMatchObject({
      client: { id: clientId, name: 'Mina Park' },
      coach: { id: world.ana.id, name: expect.any(String) },
      externalId: null,
      isOpen: true,
      employer: { name: 'Ferry Line' },
      stage: 'saved',
      furthestStage: 'saved',
      outcome: null,
      endingStage: null,
      appliedOn: null,
      sentLetter: null,
      version: 1,
    });
    const applied = await newApplication(world.ana, { clientId, employerName: 'FERRY LINE', appliedOn: '2026-06-03' });
    expect(applied).toMatchObject({ stage: 'applied', appliedOn: '2026-06-03', employer: saved.body.employer });
    const byId = await newApplication(world.ana, { clientId, employerId: saved.body.employer.id, stage: 'interview' });
    expect(byId).toMatchObject({ stage: 'interview', furthestStage: 'interview', employer: saved.body.employer });
  });

  it('keep the posting as it was, with its line breaks, up to a hundred thousand signs', async () => {
    const postingText = `${'Cook, clean — 日本語 ok.\n'.repeat(4000)}`.slice(0, 99_999);
    const { id } = await newApplication(world.ana, {
      postingText,
      postingUrl: 'https://jobs.example/1',
      source: 'Fair',
    });
    const { body } = await world.ana.get(`/v1/applications/${id}`);
    expect(body).toMatchObject({
      postingText: postingText.trim(),
      postingUrl: 'https://jobs.example/1',
      source: 'Fair',
    });
    const tooLong = { clientId: body.client.id, employerName: 'X', jobTitle: 'Y', postingText: 'a'.repeat(100_001) };
    expect((await world.ana.post('/v1/applications', tooLong)).body.errors[0].pointer).toBe('/postingText');
  });

  it('refuse what is not there or does not fit, and write nothing', async () => {
    const clientId = await newClient();
    const refusal = async (body: object) => {
      const answer = await world.ana.post('/v1/applications', { clientId, jobTitle: 'Cook', ...body });
      return [answer.status, answer.body.code];
    };
    const cais = (await world.cai.post('/v1/employers', { name: 'Southern' })).body.id;
    expect(await refusal({ employerId: cais })).toEqual([422, 'application.employer-unknown']);
    expect(await refusal({ employerId: clientId })).toEqual([422, 'application.employer-unknown']);
    expect(await refusal({})).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ employerId: cais, employerName: 'Both' })).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ employerName: '…' })).toEqual([422, 'employer.name-has-no-letters']);
    expect(await refusal({ employerName: 'New Here', appliedOn: '2199-01-01' })).toEqual([
      422,
      'application.day-in-future',
    ]);
    expect(await refusal({ employerName: 'New Here', appliedOn: '2026-06-01', stage: 'saved' })).toEqual([
      422,
      'application.not-sent-yet',
    ]);
    expect(await refusal({ employerName: 'New Here', stage: 'rejected' })).toEqual([400, 'http.invalid-request']);
    expect(await refusal({ employerName: 'New Here', outcome: 'rejected' })).toEqual([400, 'http.invalid-request']);
    expect(await world.sql('select 1 from applications where client_id = $1', [clientId])).toEqual([]);
    expect((await world.ana.get('/v1/employers?search=new%20here')).body.items).toEqual([]);
  });

  it('are seen by their coach, the supervisor and the admin; strangers get the 404 of what is not there', async () => {
    const { id, client } = await newApplication(world.ana);
    const clientId = client.id;
    const path = `/v1/applications/${id}`;
    for (const who of [world.ana, world.sol, world.nia]) expect((await who.get(path)).status).toBe(200);
    for (const who of [world.ben, world.cai, world.sid]) {
      const answers = [
        await who.get(path),
        await who.get(`${path}/stage-moves`),
        ...(who === world.sid
          ? []
          : [
              await who.patch(path, { jobTitle: 'X' }, { 'if-match': '"1.any"' }),
              await who.post(`${path}/stage-moves`, { to: 'interview' }),
              await who.post('/v1/applications', { clientId, employerName: 'X', jobTitle: 'X' }),
            ]),
      ];
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
        answers.map(() => [404, 'http.not-found']),
      );
      expect((await who.get(`/v1/applications?clientId=${clientId}`)).body.items).toEqual([]);
    }
    expect((await world.nia.patch(path, { jobTitle: 'X' }, { 'if-match': '"1.any"' })).status).toBe(403);
    expect((await world.nia.post(`${path}/stage-moves`, { to: 'interview' })).status).toBe(403);
    expect((await world.sol.post(`${path}/stage-moves`, { to: 'interview' })).status).toBe(201);
    expect((await world.nobody.get(path)).status).toBe(401);
  });

  it('of a deleted client are gone with the client', async () => {
    const { id, client } = await newApplication(world.ana);
    const clientId = client.id;
    await world.sol.delete(`/v1/clients/${clientId}`, { 'if-match': '"1.any"' });
    expect((await world.sol.get(`/v1/applications/${id}`)).status).toBe(404);
  });

  it('are changed with If-Match in what they say, never in where they stand', async () => {
    const { id } = await newApplication(world.ana);
    const path = `/v1/applications/${id}`;
    expect((await world.ana.patch(path, { jobTitle: 'Chef' }, {})).status).toBe(428);
    const { body } = await world.ana.patch(path, { jobTitle: 'Chef', source: 'Board', appliedOn: '2026-05-30' });
    expect(body).toMatchObject({ jobTitle: 'Chef', source: 'Board', appliedOn: '2026-05-30', version: 2 });
    expect((await world.ana.patch(path, { source: null })).body).toMatchObject({ source: null, version: 3 });
    expect((await world.ana.patch(path, { jobTitle: 'X' }, { 'if-match': '"1.any"' })).status).toBe(412);
    expect((await world.ana.patch(path, { stage: 'offer' })).body.errors[0].pointer).toBe('/stage');
    expect((await world.ana.patch(path, { appliedOn: '2199-01-01' })).body.code).toBe('application.day-in-future');
    expect((await world.ana.get(path)).body).toMatchObject({ stage: 'applied', version: 3 });
  });

  it('say which letter went out with them', async () => {
    const { id, client } = await newApplication(world.ana);
    const clientId = client.id;
    const { body: letter } = await world.ana.post('/v1/cover-letters', { clientId, title: 'L', body: 'Dear team' });
    await world.ana.post(`/v1/cover-letters/${letter.id}/versions`, { body: 'Dear team, again' });
    await world.ana.post(`/v1/cover-letters/${letter.id}/submission`);
    await world.sol.post(`/v1/cover-letters/${letter.id}/reviews`, { decision: 'approved' });
    expect((await world.ana.post(`/v1/cover-letters/${letter.id}/sending`, { applicationId: id })).status).toBe(200);
    const { body } = await world.ana.get(`/v1/applications/${id}`);
    expect(body).toMatchObject({ sentLetter: { id: letter.id, number: 2 }, version: 2 });
  });
});

describe('an id in another system', () => {
  it('is one application’s at a time, finds it, and is free again after it is deleted', async () => {
    const { id, client, version } = await newApplication(world.ana, { externalId: 'CRM-1' });
    const found = await world.ana.get('/v1/applications?externalId=CRM-1');
    expect(found.body.items).toMatchObject([{ id, externalId: 'CRM-1' }]);
    const body = { clientId: client.id, employerName: 'X', jobTitle: 'X', externalId: 'CRM-1' };
    const twice = await world.ana.post('/v1/applications', body);
    expect([twice.status, twice.body.code, twice.body.existing]).toEqual([
      409,
      'application.external-id-taken',
      { type: 'application', id },
    ]);
    const bens = await world.ben.post('/v1/clients', { legalName: 'Cy' });
    const unseen = await world.ben.post('/v1/applications', { ...body, clientId: bens.body.id });
    expect([unseen.status, unseen.body.code, unseen.body.existing]).toEqual([
      409,
      'application.external-id-taken',
      undefined,
    ]);
    expect(unseen.text).not.toContain(id);
    const other = await newApplication(world.ana);
    const taken = await world.ana.patch(`/v1/applications/${other.id}`, { externalId: 'CRM-1' });
    expect([taken.status, taken.body.code]).toEqual([409, 'application.external-id-taken']);
    expect(version).toBe(1);
    await world.ana.delete(`/v1/applications/${id}`, { 'if-match': '"1.any"' });
    const cais = await newApplication(world.cai, { externalId: 'CRM-1' });
    expect(cais.externalId).toBe('CRM-1');
    const next = await world.ana.patch(`/v1/applications/${other.id}`, { externalId: 'CRM-1' });
    expect([next.status, next.body.externalId]).toEqual([200, 'CRM-1']);
    const back = await world.ana.post(`/v1/applications/${id}/restoration`);
    expect([back.status, back.body.existing]).toEqual([409, { type: 'application', id: other.id }]);
    expect((await world.ana.patch(`/v1/applications/${other.id}`, { externalId: null })).body.externalId).toBeNull();
    expect((await world.ana.post(`/v1/applications/${id}/restoration`)).status).toBe(200);
  });
});

describe('a deleted application', () => {
  const isThere = async (path: string) => (await world.ana.get(path)).status === 200;

  it('is gone with its interviews and its debrief, and comes back with them for 30 days', async () => {
    const { id, client } = await newApplication(world.ana);
    await moveTo(world.ana, id, 'interview');
    const interview = await newInterview(world.ana, id);
    const { application } = await moveTo(world.ana, id, 'rejected');
    await world.settle();
    const debriefs = async () => (await world.ana.get(`/v1/debriefs?clientId=${client.id}&total=true`)).body;
    const [debrief] = (await debriefs()).items;
    const paths = [`/v1/applications/${id}`, `/v1/interviews/${interview.id}`, `/v1/debriefs/${debrief.id}`];
    const there = async () => Promise.all(paths.map(isThere));
    expect(await there()).toEqual([true, true, true]);
    const { url } = await linkOf(world.ana, debrief.id);
    const open = () => new Visitor(world).openByUrl(url);
    const path = `/v1/applications/${id}`;
    expect((await world.ana.delete(path, {})).status).toBe(428);
    expect((await world.ana.delete(path, { 'if-match': '"1.any"' })).status).toBe(412);
    expect((await world.nia.delete(path, { 'if-match': '*' })).status).toBe(403);
    expect((await world.ben.delete(path, { 'if-match': '*' })).status).toBe(404);
    expect((await world.ana.delete(path, { 'if-match': `"${application.version}.any"` })).status).toBe(204);
    expect(await there()).toEqual([false, false, false]);
    expect((await open()).text).toContain('This link or code does not work any more.');
    expect((await debriefs()).total).toBe(0);
    const list = (await world.ana.get(`/v1/applications?clientId=${client.id}&total=true`)).body;
    expect([list.items, list.total]).toEqual([[], 0]);
    expect((await world.ana.post(`${path}/stage-moves`, { to: 'applied', note: 'x' })).status).toBe(404);
    expect((await world.ana.get(`${path}/interviews`)).status).toBe(404);
    expect((await world.ben.post(`${path}/restoration`)).status).toBe(404);
    expect((await world.nia.post(`${path}/restoration`)).status).toBe(403);
    const back = await world.ana.post(`${path}/restoration`);
    expect([back.status, back.body]).toMatchObject([
      200,
      { id, outcome: 'rejected', version: application.version + 2 },
    ]);
    expect(await there()).toEqual([true, true, true]);
    expect((await open()).status).toBe(303);
    expect((await world.ana.post(`${path}/restoration`)).status).toBe(200);
    const told = await world.sql<{ name: string }>(
      `select name from ledger_lines where subject_id = $1 and name ~ 'deleted|restored' order by id`,
      [id],
    );
    expect(told.map(({ name }) => name)).toEqual(['application.deleted', 'application.restored']);
  });

  it('stays gone after 30 days', async () => {
    const { id } = await newApplication(world.ana);
    await world.ana.delete(`/v1/applications/${id}`, { 'if-match': '*' });
    await world.sql(`update applications set deleted_at = now() - interval '30 days' where id = $1`, [id]);
    expect((await world.ana.post(`/v1/applications/${id}/restoration`)).status).toBe(404);
  });

  it('opens no debrief when it goes before the worker comes', async () => {
    const { id, client } = await newApplication(world.ana, { stage: 'interview' });
    await moveTo(world.ana, id, 'rejected');
    await world.ana.delete(`/v1/applications/${id}`, { 'if-match': '*' });
    await world.settle();
    expect(await world.sql('select 1 from debriefs where client_id = $1', [client.id])).toEqual([]);
  });
});

describe('the list of applications', () => {
  it('comes newest first, in slices that neither repeat nor lose one, and only from the own caseload', async () => {
    const clientId = await newClient(world.ben);
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) made.unshift((await newApplication(world.ben, { clientId })).id);
    const listed: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await world.ben.get(`/v1/applications?limit=2&total=true${cursor ? `&cursor=${cursor}` : ''}`);
      expect(body.total).toBe(5);
      listed.push(...idsOf(body));
      cursor = body.nextCursor;
    }
    expect(listed).toEqual(made);
    expect(idsOf((await world.cai.get('/v1/applications')).body).some((id) => made.includes(id))).toBe(false);
  });

  it('is filtered by client, employer, stage and outcome, alone and together', async () => {
    const clientId = await newClient();
    const open = await newApplication(world.ana, { clientId, employerName: 'Filter A', stage: 'interview' });
    const ended = await newApplication(world.ana, { clientId, employerName: 'Filter B', stage: 'interview' });
    await moveTo(world.ana, ended.id, 'rejected');
    const early = await newApplication(world.ana, { clientId, employerName: 'Filter B' });
    const list = async (query: string) =>
      idsOf((await world.ana.get(`/v1/applications?clientId=${clientId}${query}`)).body);
    expect(await list('')).toEqual([early.id, ended.id, open.id]);
    expect(await list('&stage=interview')).toEqual([ended.id, open.id]);
    expect(await list('&stage=interview&open=true')).toEqual([open.id]);
    expect(await list('&stage=applied,interview')).toEqual([early.id, ended.id, open.id]);
    expect(await list('&open=false')).toEqual([ended.id]);
    expect(await list('&outcome=rejected,withdrawn')).toEqual([ended.id]);
    expect(await list(`&coachId=${world.ana.id}`)).toEqual([early.id, ended.id, open.id]);
    expect(await list(`&coachId=${world.ben.id}`)).toEqual([]);
    expect(await list('&outcome=rejected')).toEqual([ended.id]);
    expect(await list('&open=true')).toEqual([early.id, open.id]);
    const employerId = early.employer.id;
    expect(await list(`&employerId=${employerId}&outcome=rejected&stage=interview`)).toEqual([ended.id]);
    const all = (await world.sol.get(`/v1/applications?employerId=${employerId}`)).body;
    const looks = await world.sql<{ client_ids: string[] }>(
      `select client_ids from ledger_lines where name = 'application.list-seen' and actor_id = $1 order by id desc limit 1`,
      [world.sol.id],
    );
    expect(looks).toEqual([{ client_ids: [clientId] }]);
    expect(idsOf(all)).toEqual([early.id, ended.id]);
    const { postingText: _text, sentLetter: _letter, moves: _moves, ...listed } = early;
    expect(all.items[0]).toEqual(listed);
    for (const query of [
      'stage=hired',
      'outcome=open',
      'open=yes',
      'coachId=x',
      'outcome=saved',
      'clientId=x',
      'sort=stage',
      'limit=0',
    ])
      expect((await world.ana.get(`/v1/applications?${query}`)).status).toBe(400);
    const { nextCursor } = (await world.ana.get(`/v1/applications?clientId=${clientId}&limit=1`)).body;
    const stolen = await world.ana.get(`/v1/applications?employerId=${employerId}&limit=1&cursor=${nextCursor}`);
    expect(stolen.body.code).toBe('http.cursor-invalid');
  });
});
