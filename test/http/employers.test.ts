import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Body } from '../support/caller.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const newEmployer = async (name: string) => (await world.ana.post('/v1/employers', { name })).body;

describe('employers', () => {
  it('are shared by the coaches of an organization, and unknown to another', async () => {
    const { status, body, headers } = await world.ana.post('/v1/employers', { name: 'Harbor Café', website: null });
    expect([status, headers.get('etag')]).toEqual([201, expect.stringMatching(/^"1\./)]);
    expect(body).toMatchObject({ name: 'Harbor Café', website: null, note: null, version: 1 });
    const path = `/v1/employers/${body.id}`;
    for (const who of [world.ana, world.ben, world.sol, world.nia]) expect((await who.get(path)).status).toBe(200);
    for (const who of [world.cai, world.sid]) {
      expect((await who.get(path)).body.code).toBe('http.not-found');
      expect((await who.get(`${path}/contacts`)).status).toBe(404);
    }
    expect((await world.cai.post(`${path}/contacts`, { name: 'X' })).status).toBe(404);
    expect((await world.cai.patch(path, { note: 'x' }, { 'if-match': '"1.any"' })).status).toBe(404);
    expect((await world.cai.get('/v1/employers')).body.items).toEqual([]);
    expect((await world.nobody.get(path)).status).toBe(401);
  });

  it('stand once under their name, whatever case, accents and signs; the second is told the id of the first', async () => {
    const first = await newEmployer('Núñez & Sons, Inc.');
    const { status, body } = await world.ben.post('/v1/employers', { name: 'NUNEZ  SONS INC' });
    expect([status, body.code]).toEqual([409, 'employer.exists']);
    expect(body.existing).toEqual({ type: 'employer', id: first.id });
    expect(body.errors).toEqual([{ pointer: '/name', code: 'employer.exists', detail: body.detail }]);
    expect((await world.cai.post('/v1/employers', { name: 'Núñez & Sons, Inc.' })).status).toBe(201);
  });

  it('are not one when a plus or a hash tells them apart, in a list, at a search or at an application', async () => {
    const [home, plus] = [await newEmployer('A Home Care'), await newEmployer('A+ Home Care')];
    const [sharp, doubled] = [await newEmployer('C# Works'), await newEmployer('C++ Works')];
    expect(new Set([home.id, plus.id, sharp.id, doubled.id]).size).toBe(4);
    const found = async (search: string) =>
      (await world.ana.get(`/v1/employers?search=${encodeURIComponent(search)}`)).body.items.map(({ id }: Body) => id);
    expect(await found('a+ home')).toEqual([plus.id]);
    expect(await found('ｃ＃')).toEqual([sharp.id]);
    const client = (await world.ana.post('/v1/clients', { legalName: 'Ada Lund' })).body;
    const applied = async (employerName: string) =>
      (await world.ana.post('/v1/applications', { clientId: client.id, employerName, jobTitle: 'Aide' })).body;
    expect(await applied('A+ Home Care')).toMatchObject({ employer: { id: plus.id } });
    expect(await applied('A+ Home Care')).not.toHaveProperty('employerNameGiven');
    // Taken for another spelling: whoever wrote it hears so.
    expect(await applied('a  home-care')).toMatchObject({
      employer: { id: home.id, name: 'A Home Care' },
      employerNameGiven: 'a home-care',
    });
  });

  it('are made once by twenty at a time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.ana.post('/v1/employers', { name: 'At Once' })),
    );
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    for (const { status, body } of answers) {
      if (status !== 201) expect([status, body.existing.id]).toEqual([409, made[0]?.body.id]);
    }
  });

  it('refuse a name without a letter or number', async () => {
    const { status, body } = await world.ana.post('/v1/employers', { name: '?!' });
    expect([status, body.code]).toEqual([422, 'employer.name-has-no-letters']);
  });

  it('are found by the beginning of the name, in slices by name', async () => {
    for (const name of ['Zoo C', 'Zoo A', 'Zöo B', 'Zulu']) await newEmployer(name);
    const first = (await world.ben.get('/v1/employers?search=ZOO&limit=2&total=true')).body;
    expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['Zoo A', 'Zöo B']);
    expect(first.total).toBe(3);
    const second = (await world.ben.get(`/v1/employers?search=ZOO&limit=2&cursor=${first.nextCursor}`)).body;
    expect(second.items.map(({ name }: { name: string }) => name)).toEqual(['Zoo C']);
    expect(second.nextCursor).toBeNull();
    expect((await world.ben.get(`/v1/employers?limit=2&cursor=${first.nextCursor}`)).body.code).toBe(
      'http.cursor-invalid',
    );
    expect((await world.ben.get('/v1/employers?color=red')).status).toBe(400);
  });

  it('are changed with If-Match, and not to the name of another', async () => {
    const [one, other] = [await newEmployer('Acme One'), await newEmployer('Acme Two')];
    const path = `/v1/employers/${one.id}`;
    expect((await world.ana.patch(path, { note: 'x' }, {})).status).toBe(428);
    const changed = await world.ben.patch(path, { name: 'Acme 1', website: 'https://acme.example' });
    expect(changed.body).toMatchObject({ name: 'Acme 1', website: 'https://acme.example', version: 2 });
    expect((await world.ana.get('/v1/employers?search=acme%201')).body.items).toHaveLength(1);
    expect((await world.ana.patch(path, { note: 'x' }, { 'if-match': '"1.any"' })).status).toBe(412);
    const taken = await world.ana.patch(path, { name: other.name });
    expect([taken.status, taken.body.code]).toEqual([409, 'employer.name-taken']);
    expect(taken.body.existing).toEqual({ type: 'employer', id: other.id });
    expect((await world.nia.patch(path, { note: 'x' })).status).toBe(403);
  });

  it('have people, who come in the order they were added', async () => {
    const { id } = await newEmployer('People Inc');
    const path = `/v1/employers/${id}/contacts`;
    const { status, body } = await world.ana.post(path, {
      name: 'Dana',
      role: 'Manager',
      email: 'Dana@People.example',
    });
    expect([status, body]).toMatchObject([
      201,
      { employer: { id, name: 'People Inc' }, name: 'Dana', email: 'dana@people.example' },
    ]);
    for (const name of ['Eli', 'Fay']) await world.ben.post(path, { name, phone: '+1 206 555 0100' });
    const first = (await world.sol.get(`${path}?limit=2`)).body;
    const second = (await world.sol.get(`${path}?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(['Dana', 'Eli', 'Fay']);
    expect((await world.ana.post(path, { name: 'X', email: 'no address' })).body.errors[0].pointer).toBe('/email');
  });

  it('have people who can be deleted and brought back', async () => {
    const { id } = await newEmployer('Undo Inc');
    const path = `/v1/employers/${id}/contacts`;
    const one = `${path}/${(await world.ana.post(path, { name: 'Dana' })).body.id}`;
    expect((await world.ana.delete(one, {})).status).toBe(428);
    expect((await world.ana.delete(one, { 'if-match': '"9.any"' })).status).toBe(412);
    expect((await world.nia.delete(one, { 'if-match': '"1.any"' })).status).toBe(403);
    expect((await world.ana.delete(one, { 'if-match': '"1.any"' })).status).toBe(204);
    expect([(await world.ana.get(one)).status, (await world.ana.get(path)).body.items]).toEqual([404, []]);
    const back = await world.ben.post(`${one}/restoration`);
    expect([back.status, back.body.name, back.body.version]).toEqual([200, 'Dana', 3]);
    expect((await world.ben.post(`${one}/restoration`)).body.version).toBe(3);
  });

  it('have an id of another system, once', async () => {
    const first = (await world.ana.post('/v1/employers', { name: 'Outside One', externalId: 'crm-7' })).body;
    const second = await world.ana.post('/v1/employers', { name: 'Outside Two', externalId: 'crm-7' });
    expect([second.status, second.body.code]).toEqual([409, 'employer.external-id-taken']);
    expect(second.body.existing).toEqual({ type: 'employer', id: first.id });
    const found = (await world.ben.get('/v1/employers?externalId=crm-7')).body.items;
    expect(found).toMatchObject([{ id: first.id, externalId: 'crm-7' }]);
    expect((await world.cai.post('/v1/employers', { name: 'Outside One', externalId: 'crm-7' })).status).toBe(201);
  });

  it('leave a line in the ledger, with ids and field names only', async () => {
    const { id } = await newEmployer('Canary Ltd');
    await world.ana.patch(`/v1/employers/${id}`, { note: 'canary-note' });
    await world.ana.post(`/v1/employers/${id}/contacts`, { name: 'canary-person' });
    const lines = await world.sql<{ name: string; payload: object }>(
      'select name, payload from ledger_lines where subject_id = $1 order by id',
      [id],
    );
    expect(lines.map(({ name }) => name)).toEqual(['employer.created', 'employer.changed', 'employer.contact-added']);
    expect(lines[1]?.payload).toEqual({ fields: ['note'] });
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});
