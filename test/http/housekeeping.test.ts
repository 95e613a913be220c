import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Statement, statement } from '../../src/platform/database/statement.js';
import { sweptAtOnce } from '../../src/platform/database/sweeps.js';
import { Housekeeping } from '../../src/platform/jobs/housekeeping.js';
import { linkOf, openedDebrief, Visitor } from '../support/debriefs.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const sweep = (): Promise<void> => world.app.get(Housekeeping).sweep();
const idsOf = async (table: string, key = 'id'): Promise<string[]> =>
  (await world.sql<{ id: string }>(`select ${key}::text as id from ${table}`)).map(({ id }) => id);

describe('housekeeping', () => {
  it('sweeps nothing of what was made today', async () => {
    const { debrief } = await openedDebrief(world);
    await world.ana.post('/v1/clients', { legalName: 'Kept' }, { 'idempotency-key': 'today' });
    const tables = ['sessions', 'refresh_tokens', 'client_sessions', 'idempotency_keys'];
    const count = async () => Promise.all(tables.map(async (table) => (await idsOf(table, 'organization_id')).length));
    const before = await count();
    expect(Math.min(...before)).toBeGreaterThan(0);
    await sweep();
    expect(await count()).toEqual(before);
    expect((await world.ana.get(`/v1/debriefs/${debrief.id}`)).status).toBe(200);
  });

  it('keeps the answer to a repeat for a day, and no longer', async () => {
    const make = async (key: string): Promise<string> =>
      (await world.ana.post('/v1/clients', { legalName: key }, { 'idempotency-key': key })).body.id;
    const age = `update idempotency_keys set created_at = now() - $1::interval
                  where created_at = (select max(created_at) from idempotency_keys)`;
    const old = await make('old');
    await world.sql(age, ['24 hours 1 minute']);
    const young = await make('young');
    await world.sql(age, ['23 hours 59 minutes']);
    const before = await idsOf('idempotency_keys', 'key_digest');
    await sweep();
    expect(before.length - (await idsOf('idempotency_keys', 'key_digest')).length).toBe(1);
    expect([await make('young'), (await make('old')) === old]).toEqual([young, false]);
  });

  it('keeps a session and its tokens for thirty days after its end, whether it ended or ran out', async () => {
    const owner = { ended: world.ben.id, out: world.cai.id, endedLong: world.sid.id, outLong: world.nia.id };
    const age = `update sessions set ended_at = now() - $2::interval, expires_at = now() - $3::interval,
      ended_cause = case when $2 is not null then 'signed_out' end where subject_id = $1`;
    await world.sql(age, [owner.ended, '29 days 23 hours', '90 days']);
    await world.sql(age, [owner.out, null, '29 days 23 hours']);
    await world.sql(age, [owner.endedLong, '30 days 1 hour', '1 day']);
    await world.sql(age, [owner.outLong, null, '30 days 1 hour']);
    await sweep();
    const users = await idsOf('sessions', 'subject_id');
    const left = Object.entries(owner).filter(([, id]) => users.includes(id));
    expect(left.map(([name]) => name)).toEqual(['ended', 'out']);
    const withTokens = await idsOf('refresh_tokens t join sessions s on s.id = t.subject_id', 's.subject_id');
    expect(withTokens.toSorted()).toEqual(users.toSorted());
  });

  it('sweeps a session that has more tokens than go at once, some at a time', async () => {
    const [session] = await world.sql<{ id: string }>('select id from sessions where subject_id = $1', [world.ana.id]);
    await world.sql(
      `insert into refresh_tokens (organization_id, purpose, subject_id, expires_at, token_digest)
       select s.organization_id, 'renewal', s.id, s.expires_at, 'many-' || n from sessions s, generate_series(1, $2) as n
        where s.id = $1`,
      [session?.id, sweptAtOnce + 1],
    );
    await world.sql(
      `update sessions set ended_at = now() - interval '31 days', ended_cause = 'signed_out' where id = $1`,
      [session?.id],
    );
    await sweep();
    expect(await idsOf(`sessions where id = '${session?.id}'`)).toEqual([]);
    expect(await idsOf(`refresh_tokens where token_digest like 'many-%'`)).toEqual([]);
    await world.signInAgain();
  });

  it('keeps a client’s visit for thirty days after its end', async () => {
    const { debrief } = await openedDebrief(world);
    const { url } = await linkOf(world.ana, debrief.id);
    for (let visits = 0; visits < 4; visits += 1) await new Visitor(world).openByUrl(url);
    const visits = await world.sql<{ id: string }>(
      'select id from client_sessions where subject_id = $1 order by id desc limit 4',
      [debrief.id],
    );
    const [ended, out, endedLong, outLong] = visits.map(({ id }) => id);
    const age = `update client_sessions set ended_at = now() - $2::interval, expires_at = now() - $3::interval,
      ended_cause = case when $2 is not null then 'revoked' end where id = $1`;
    await world.sql(age, [ended, '29 days 23 hours', '90 days']);
    await world.sql(age, [out, null, '29 days 23 hours']);
    await world.sql(age, [endedLong, '30 days 1 hour', '1 day']);
    await world.sql(age, [outLong, null, '30 days 1 hour']);
    await sweep();
    const left = await idsOf('client_sessions');
    expect([ended, out, endedLong, outLong].map((id) => left.includes(id ?? ''))).toEqual([true, true, false, false]);
  });

  it('keeps a link for thirty days after it ran out or was replaced, and for a year after somebody closed it', async () => {
    const { debrief } = await openedDebrief(world);
    const copy = `insert into client_links (organization_id, subject_kind, subject_id, client_id, purpose, token_digest,
        code_digest, ended_at, expires_at, ended_cause)
      select organization_id, subject_kind, uuidv7(), client_id, purpose, $1, $1, now() - $2::interval,
             now() - $3::interval, $4 from client_links where subject_id = $5 limit 1`;
    const ages: [name: string, ended: string | null, expires: string, cause: string | null][] = [
      ['out', null, '29 days 23 hours', null],
      ['replaced', '29 days 23 hours', '1 day', 'replaced'],
      ['revoked', '364 days', '300 days', 'revoked'],
      ['outLong', null, '30 days 1 hour', null],
      ['replacedLong', '30 days 1 hour', '1 day', 'replaced'],
      ['revokedLong', '367 days', '300 days', 'revoked'],
    ];
    for (const age of ages) await world.sql(copy, [...age, debrief.id]);
    const live = await idsOf('client_links where ended_at is null and expires_at > now()');
    await sweep();
    const left = await idsOf('client_links', 'token_digest');
    expect(ages.map(([name]) => name).filter((name) => left.includes(name))).toEqual(['out', 'replaced', 'revoked']);
    expect(await idsOf('client_links where ended_at is null and expires_at > now()')).toEqual(live);
  });

  it('keeps a link as long as a visit by it is kept', async () => {
    const { debrief } = await openedDebrief(world);
    const { url } = await linkOf(world.ana, debrief.id);
    await new Visitor(world).openByUrl(url);
    await world.sql(`update client_links set expires_at = now() - interval '31 days' where subject_id = $1`, [
      debrief.id,
    ]);
    await sweep();
    expect(await idsOf(`client_links where subject_id = '${debrief.id}'`)).not.toEqual([]);
    await world.sql(
      `update client_sessions set ended_at = null, ended_cause = null, expires_at = now() - interval '31 days'
        where subject_id = $1`,
      [debrief.id],
    );
    // The visit goes, and the link at the latest an hour later.
    for (const _ of [1, 2]) await sweep();
    expect(await idsOf(`client_links where subject_id = '${debrief.id}' and ended_cause is null`)).toEqual([]);
  });

  it('keeps an invitation for thirty days after it was accepted, revoked or ran out', async () => {
    await world.signInAgain();
    const invited = async (name: string): Promise<string> =>
      (await world.nia.post('/v1/invitations', { email: `${name}@north.example`, name, role: 'coach' })).body.id;
    const age = `update invitations set ended_at = now() - $2::interval, expires_at = now() - $3::interval,
      ended_cause = case when $2 is not null then 'used' end where id = $1`;
    const [open, used, out, usedLong, outLong] = [
      ...[await invited('open'), await invited('used'), await invited('out')],
      ...[await invited('used-long'), await invited('out-long')],
    ];
    await world.sql(age, [used, '29 days 23 hours', '1 day']);
    await world.sql(age, [out, null, '29 days 23 hours']);
    await world.sql(age, [usedLong, '30 days 1 hour', '1 day']);
    await world.sql(age, [outLong, null, '30 days 1 hour']);
    await sweep();
    const left = await idsOf('invitations');
    expect([open, used, out, usedLong, outLong].map((id) => left.includes(id ?? ''))).toEqual([
      ...[true, true, true],
      ...[false, false],
    ]);
  });

  it('runs every sweep though one fails, says which, and takes more than goes at once', async () => {
    const broken = statement('test.broken-sweep', 'delete from no_such_table');
    const house = world.app.get(Housekeeping);
    const sweeps = (house as unknown as { sweeps: Statement[] }).sweeps;
    sweeps.unshift(broken);
    await world.sql(
      `insert into request_counters (bucket, window_ends_at, used)
       select 'many-' || n, now() - interval '1 minute', 1 from generate_series(1, $1) as n`,
      [sweptAtOnce + 1],
    );
    await expect(sweep()).rejects.toThrow('Done, but not test.broken-sweep');
    sweeps.shift();
    expect(await idsOf(`request_counters where bucket like 'many-%'`, 'bucket')).toEqual([]);
  });

  it('forgets counters when their window has passed, and not before', async () => {
    const add = `insert into request_counters (bucket, window_ends_at, used) values ($1, now() + $2::interval, 1)`;
    await world.sql(add, ['passed', '-1 second']);
    await world.sql(add, ['open', '1 hour']);
    await sweep();
    const left = await idsOf('request_counters', 'bucket');
    expect([left.includes('open'), left.includes('passed')]).toEqual([true, false]);
  });
});
