import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const PATH = '/v1/organization';
const etag = async (): Promise<string> => (await world.nia.get(PATH)).headers.get('etag') ?? '';

describe('the organization', () => {
  it('is read by all of its staff, each their own', async () => {
    for (const who of [world.ana, world.sol, world.nia]) {
      const { status, body, headers } = await who.get(PATH);
      expect([status, body.name, headers.get('etag')]).toEqual([200, 'North', expect.stringMatching(/^"\d+\./)]);
      expect(Object.keys(body)).toEqual([
        'id',
        'name',
        'timeZone',
        'locale',
        'phone',
        'phoneE164',
        'replyEmail',
        'createdAt',
        'updatedAt',
        'version',
      ]);
      expect(body.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
    expect((await world.cai.get(PATH)).body.name).toBe('South');
    expect((await world.nobody.get(PATH)).status).toBe(401);
  });

  it('is changed by admins, with the ETag they read, and leaves one line', async () => {
    const read = await world.nia.get(PATH);
    const before = { 'if-match': read.headers.get('etag') ?? '' };
    expect((await world.sol.patch(PATH, { name: 'X' }, before)).status).toBe(403);
    expect((await world.nia.raw('PATCH', PATH, '{}', { 'content-type': 'application/json' })).status).toBe(428);
    const changed = await world.nia.patch(PATH, { name: 'North Star', timeZone: 'America/Denver' }, before);
    expect(changed.body).toEqual({
      ...read.body,
      name: 'North Star',
      timeZone: 'America/Denver',
      version: read.body.version + 1,
      updatedAt: changed.body.updatedAt,
    });
    expect(changed.body.updatedAt > read.body.updatedAt).toBe(true);
    expect(changed.headers.get('etag')).toBe(await etag());
    expect((await world.nia.patch(PATH, { name: 'Late' }, before)).body.code).toBe('http.version-stale');
    const lines = await world.sql<{ payload: unknown }>(
      `select payload from ledger_lines where name = 'organization.changed' and subject_id = $1`,
      [read.body.id],
    );
    expect(lines).toEqual([{ payload: { fields: ['name', 'timeZone'] } }]);
  });

  it('is the same after a patch that changes nothing, with no line', async () => {
    const read = await world.nia.get(PATH);
    const same = await world.nia.patch(PATH, { name: read.body.name }, { 'if-match': '*' });
    expect([same.status, same.body, same.headers.get('etag')]).toEqual([200, read.body, read.headers.get('etag')]);
    const lines = await world.sql(`select from ledger_lines where name = 'organization.changed' and subject_id = $1`, [
      read.body.id,
    ]);
    expect(lines).toHaveLength(1);
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }, '/timeZone'],
    [{ locale: 'not a language' }, '/locale'],
    [{ name: ' ' }, '/name'],
    [{ name: null }, '/name'],
    [{ id: 'x' }, '/id'],
  ])('refuses %j', async (patch, pointer) => {
    const { status, body } = await world.nia.patch(PATH, patch, { 'if-match': '*' });
    expect([status, body.errors[0].pointer]).toEqual([400, pointer]);
  });

  it('changes once when two write at the same time', async () => {
    const before = { 'if-match': await etag() };
    const both = await Promise.all(['One', 'Two'].map((name) => world.nia.patch(PATH, { name }, before)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
