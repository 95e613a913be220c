import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Limits, limits } from '../../src/platform/http/limits.js';
import { Caller } from '../support/caller.js';
import { debriefAfter, linkOf, Visitor } from '../support/debriefs.js';
import { createWorld, PASSWORD, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld({ trustedProxies: 1 });
});
afterAll(() => world.close());
/** Every test has its own windows. */
afterEach(async () => {
  await world.sql('delete from request_counters');
  (world.app.get(Limits) as unknown as { leases: Map<string, unknown> }).leases.clear();
});

/** Somebody who comes from this address. */
const from = (address: string): Caller => new Caller(world.url, { 'x-forwarded-for': address });
const signIn = (address: string, email: string, password = PASSWORD, deviceToken?: string) =>
  from(address).post('/v1/auth/sign-in', { email, password, ...(deviceToken ? { deviceToken } : {}) });
const guess = (address: string, email: string, deviceToken?: string) =>
  signIn(address, email, 'a wrong password', deviceToken);
const used = async (bucket: string): Promise<number> =>
  (
    await world.sql<{ used: number }>('select used from request_counters where bucket like $1 order by used desc', [
      bucket,
    ])
  )[0]?.used ?? 0;

const ANA = 'ana@north.example';

describe('wrong passwords', () => {
  it('slow down the network that sends them, and nobody who comes from elsewhere', async () => {
    const answers = [];
    for (let time = 0; time < 11; time += 1) answers.push((await guess('203.0.113.1', ANA)).status);
    expect(answers).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await signIn('203.0.113.1', ANA)).status).toBe(429);
    expect((await signIn('198.51.100.7', ANA)).status).toBe(200);
    expect((await signIn('203.0.113.1', 'cai@south.example')).status).toBe(200);
  });

  it('never lock out a device that signed in before, not even from the same network', async () => {
    const { deviceToken } = (await signIn('203.0.113.1', ANA)).body;
    for (let network = 1; network <= 11; network += 1)
      for (let time = 0; time < 10; time += 1) await guess(`203.0.113.${network}`, ANA);
    expect((await signIn('198.51.100.7', ANA)).status).toBe(429);
    const known = await signIn('203.0.113.1', ANA, PASSWORD, deviceToken);
    expect([known.status, known.body.deviceToken]).toEqual([200, deviceToken]);
  });

  it('of a known device count for it alone; its token is no good for another account, nor when it is altered', async () => {
    const { deviceToken } = (await signIn('203.0.113.1', ANA)).body;
    for (let time = 0; time < 20; time += 1) expect((await guess('203.0.113.1', ANA, deviceToken)).status).toBe(401);
    expect((await signIn('203.0.113.1', ANA, PASSWORD, deviceToken)).status).toBe(429);
    expect((await signIn('203.0.113.1', ANA)).status).toBe(200);
    for (const token of [deviceToken, `x${deviceToken}`, 'x.y', ''])
      await guess('203.0.113.2', 'ben@north.example', token);
    expect(await used('sign-in-account:%')).toBe(4);
  });

  it('are the only ones that keep somebody out: who is right gets in, also when that cannot be given back', async () => {
    await world.sql(`create function no_way_back() returns trigger language plpgsql as
      $$ begin if new.used < old.used then raise 'not now'; end if; return new; end $$`);
    await world.sql(
      'create trigger no_way_back before update on request_counters for each row execute function no_way_back()',
    );
    expect((await signIn('203.0.113.1', ANA)).status).toBe(200);
    await world.sql('drop trigger no_way_back on request_counters');
  });

  it('count only when they are proven wrong: not when the queue of passwords was full', async () => {
    const crowd = await Promise.all(
      Array.from({ length: 90 }, (_, index) => guess(`10.0.0.${index}`, `x${index}@x.example`)),
    );
    const statuses = crowd.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 503]));
    const wrong = statuses.filter((status) => status === 401).length;
    const [counted] = await world.sql<{ sum: number }>(
      `select sum(used)::int from request_counters where bucket like 'sign-in-account:%'`,
    );
    expect(counted?.sum).toBe(wrong);
  });

  it('of one network fill its own share of the queue: whoever comes from elsewhere is answered', async () => {
    const crowd = Array.from({ length: 150 }, (_, index) => guess('203.0.113.9', `y${index}@x.example`));
    const others = await Promise.all([signIn('198.51.100.1', ANA), signIn('198.51.100.2', 'cai@south.example')]);
    expect(others.map(({ status }) => status)).toEqual([200, 200]);
    await Promise.all(crowd);
  });

  it('of ever so many networks at once keep no known device waiting', async () => {
    const { deviceToken } = (await signIn('198.51.100.1', ANA)).body;
    const crowd = Array.from({ length: 60 }, (_, index) => guess(`10.1.${index}.1`, `z${index}@x.example`));
    for (let time = 0; time < 3; time += 1)
      expect((await signIn('198.51.100.1', ANA, PASSWORD, deviceToken)).status).toBe(200);
    await Promise.all(crowd);
  });
});

describe('networks', () => {
  it('are one however the address is written: a mapped one is its IPv4 address', async () => {
    for (let time = 0; time < 5; time += 1) await guess('203.0.113.1', ANA);
    for (let time = 0; time < 5; time += 1) await guess('::ffff:203.0.113.1', ANA);
    expect((await guess('::ffff:cb00:7101', ANA)).status).toBe(429);
  });

  it('of IPv6 are a /64, and a /48 around it has only four times as much', async () => {
    const statuses = new Set<number>();
    for (let time = 0; time < 11; time += 1) statuses.add((await guess(`2001:db8:1:1::${time}`, ANA)).status);
    expect(statuses).toContain(429);
    const take = (address: string) => world.app.get(Limits).take(limits.tokenPerNetwork, address);
    const taken = async (addresses: string[]): Promise<number> =>
      (await Promise.allSettled(addresses.map(take))).filter(({ status }) => status === 'fulfilled').length;
    const spread = Array.from({ length: 500 }, (_, index) => `2001:db8:9:${index.toString(16)}::1`);
    expect(await taken(spread)).toBe(480);
    expect(await taken(['2001:db8:a:1::1', '203.0.113.5'])).toBe(2);
  });
});

describe('tokens', () => {
  it('that nobody ever had are limited; a valid one is looked up first and always good', async () => {
    const { refreshToken } = (await signIn('198.51.100.9', ANA)).body;
    const refresh = (token: string) => from('203.0.113.1').post('/v1/auth/refresh', { refreshToken: token });
    const bogus = await Promise.all(Array.from({ length: 130 }, (_, index) => refresh(`bogus-${index}`)));
    expect(bogus.filter(({ status }) => status === 429)).toHaveLength(10);
    await world.sql(`update request_counters set used = 5000 where bucket = 'network:203.0.113.1'`);
    (world.app.get(Limits) as unknown as { leases: Map<string, unknown> }).leases.clear();
    expect((await from('203.0.113.1').get('/problems')).status).toBe(429);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('of links and invitations likewise', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { url, code } = await linkOf(world.ana, debrief.id);
    const visitor = () => new Visitor({ nobody: from('203.0.113.77') });
    const bogus = Array.from({ length: 121 }, () => visitor().openByUrl(url.replace(/#.*/, `#${'A'.repeat(43)}`)));
    const statuses = (await Promise.all(bogus)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect((await visitor().openByUrl(url)).status).toBe(303);
    const invented = await from('203.0.113.77').post('/v1/invitations/acceptance', { token: 'x', password: 'y' });
    expect(invented.status).toBe(429);
    expect((await visitor().openByCode(code)).status).toBe(303);
  });
});

describe('wrong codes', () => {
  it('of all networks together have a ceiling: beyond it each has three tries, and who knows the code gets in', async () => {
    const { debrief } = await debriefAfter(world, world.ana);
    const { url, code } = await linkOf(world.ana, debrief.id);
    const typed = (address: string, text: string) => new Visitor({ nobody: from(address) }).openByCode(text);
    expect((await typed('203.0.113.1', 'K7QM-2XWD')).status).toBe(422);
    await world.sql(`update request_counters set used = 1000 where bucket = 'code-network-everywhere'`);
    const statuses = [];
    for (let time = 0; time < 4; time += 1) statuses.push((await typed('203.0.113.1', 'K7QM-2XWD')).status);
    expect(statuses).toEqual([422, 422, 429, 429]);
    expect((await typed('203.0.113.1', code)).status).toBe(429);
    expect((await typed('198.51.100.1', code)).status).toBe(303);
    expect((await new Visitor({ nobody: from('203.0.113.1') }).openByUrl(url)).status).toBe(303);
  });
});

describe('a clock that is put back', () => {
  const limit = { name: 'test-clock', most: 1, seconds: 1, lease: 1 } as const;
  const hour = 3_600_000;

  it('by an hour on the server that counts makes no limit last an hour longer', async () => {
    const running = Date.now;
    try {
      await world.app.get(Limits).take(limit, 'own');
      Date.now = () => running() - hour;
      await expect(world.app.get(Limits).take(limit, 'own')).rejects.toThrow();
      await sleep(1100);
      expect((await world.app.get(Limits).take(limit, 'own')).remaining).toBe(0);
    } finally {
      Date.now = running;
    }
  });

  it('by an hour in the database neither: a window that ends later than any could is over', async () => {
    await world.app.get(Limits).take(limit, 'theirs');
    await world.sql(`update request_counters set window_ends_at = now() + interval '1 hour' where bucket = $1`, [
      'test-clock:theirs',
    ]);
    await sleep(1100);
    expect((await world.app.get(Limits).take(limit, 'theirs')).seconds).toBe(1);
  });
});

describe('a route that costs more than one lease holds', () => {
  it('draws until it has enough, and loses nothing of what it drew before', async () => {
    const limit = { name: 'test-cost', most: 12, seconds: 60, lease: 4 } as const;
    expect((await world.app.get(Limits).take(limit, 'own', 10)).remaining).toBe(2);
    expect((await world.app.get(Limits).take(limit, 'own', 2)).remaining).toBe(0);
    await expect(world.app.get(Limits).take(limit, 'own')).rejects.toThrow();
  });
});
