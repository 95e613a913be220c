import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer, Body } from '../support/caller.js';
import { type Records, recordsOfNorth, samples } from '../support/routes.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let records: Records;
beforeAll(async () => {
  world = await createWorld();
  records = await recordsOfNorth(world);
});
afterAll(() => world.close());

const key = (name: string) => ({ 'idempotency-key': name });
const replayed = ({ headers }: Answer): string | null => headers.get('idempotency-replayed');

describe('a repeat', () => {
  it('of every POST of staff has one effect, and answers as the first: status, place and shape', async () => {
    const posts = Object.entries(samples(records)).filter(
      ([name]) => name.startsWith('POST') && !name.endsWith('/sign-out'),
    );
    const odd: string[] = [];
    let replays = 0;
    for (const [index, [name, { path, body }]] of posts.entries()) {
      for (const by of [world.ana, world.sol, world.nia]) {
        const first = await by.post(path, body, key(`every-${index}`));
        const lines = await changes();
        const second = await by.post(path, body, key(`every-${index}`));
        const after = await changes();
        if (first.status >= 300) {
          if (second.status !== first.status || replayed(second)) odd.push(`${name}: a refusal was kept`);
          continue;
        }
        replays += 1;
        if (lines !== after) odd.push(`${name}: had two effects`);
        if (replayed(second) !== 'true') odd.push(`${name}: does not say that it is a repeat`);
        // A link and a code are shown once.
        if (name.endsWith('/links') || name.endsWith('/papers')) {
          if (second.status !== 409 || second.body.code !== 'http.shown-once') odd.push(`${name}: ${second.status}`);
          continue;
        }
        if (second.status !== first.status) odd.push(`${name}: ${first.status}, then ${second.status}`);
        if (second.headers.get('location') !== first.headers.get('location')) odd.push(`${name}: another place`);
        if (JSON.stringify(Object.keys(second.body)) !== JSON.stringify(Object.keys(first.body)))
          odd.push(`${name}: another shape ${second.text}`);
        break;
      }
    }
    // Ben was suspended on the way.
    await world.nia.delete(`/v1/staff/${world.ben.id}/suspension`);
    await world.signInAgain();
    expect(odd).toEqual([]);
    expect(replays).toBeGreaterThan(15);
  });

  it('is read as it is today, and the look is recorded', async () => {
    const first = await world.ana.post('/v1/clients', { legalName: 'Before' }, key('today'));
    const path = `/v1/clients/${first.body.id}`;
    await world.ana.patch(path, { legalName: 'After' }, { 'if-match': '*' });
    const again = await world.ana.post('/v1/clients', { legalName: 'Before' }, key('today'));
    expect([again.status, again.body.legalName, again.headers.get('location')]).toEqual([201, 'After', path]);
    expect(again.headers.get('etag')).toMatch(/^"2\./);
    const seen = await world.sql('select 1 from ledger_lines where name = $1 and subject_id = $2', [
      'client.seen',
      first.body.id,
    ]);
    expect(seen).toHaveLength(1);
  });

  it('is 404 when it is out of sight by now', async () => {
    const first = await world.ana.post('/v1/clients', { legalName: 'Moves Away' }, key('away'));
    await world.sql('update clients set coach_id = $1 where id = $2', [world.ben.id, first.body.id]);
    const again = await world.ana.post('/v1/clients', { legalName: 'Moves Away' }, key('away'));
    expect([again.status, again.body.code, again.headers.get('location')]).toEqual([404, 'http.not-found', null]);
    expect(again.text).not.toContain('Moves Away');
  });

  it('belongs to its user and route; another body is 422; a PATCH and a public POST take no key', async () => {
    const body = { legalName: 'One Key' };
    const [ana, ben] = [
      await world.ana.post('/v1/clients', body, key('k')),
      await world.ben.post('/v1/clients', body, key('k')),
    ];
    expect([ana.status, ben.status, ana.body.id === ben.body.id]).toEqual([201, 201, false]);
    expect((await world.ana.post('/v1/employers', { name: 'One Key Ltd' }, key('k'))).status).toBe(201);
    const other = await world.ana.post('/v1/clients', { legalName: 'Other' }, key('k'));
    expect([other.status, other.body.code]).toEqual([422, 'http.idempotency-key-reused']);
    const wrong = { email: 'ana@north.example', password: 'not the right one' };
    const [one, two] = [
      await world.nobody.post('/v1/auth/sign-in', wrong, key('k')),
      await world.nobody.post('/v1/auth/sign-in', wrong, key('k')),
    ];
    expect([one.status, two.status, replayed(two)]).toEqual([401, 401, null]);
  });

  it('finds nothing of an answer in the database', async () => {
    await world.ana.post('/v1/clients', { legalName: 'Kept Nowhere', email: 'kept@nowhere.example' }, key('nothing'));
    const rows = await world.sql<Body>('select * from idempotency_keys');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Kept Nowhere|nowhere\.example|MARKER/);
    expect(Object.keys(rows[0]).sort()).toEqual([
      'created_at',
      'fingerprint',
      'key_digest',
      'location',
      'organization_id',
      'status',
      'user_id',
    ]);
  });
});

/** Lines of the ledger that are no looks. */
async function changes(): Promise<number> {
  const [row] = await world.sql<Body>(`select count(*)::int as n from ledger_lines where name not like '%seen'`);
  return row.n;
}
