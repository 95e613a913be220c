import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { newBarrier } from '../support/barriers.js';
import { Caller } from '../support/caller.js';
import { cli, dataFolder, type Ended, Program } from '../support/service.js';

/* Two processes that serve from one database, while the operator replaces one root after the other. */

const folder = dataFolder();
const dataDir = join(folder, 'data');
const settings = { PORT: '0', ONWARD_DATA_DIR: dataDir, ONWARD_LIMITS: 'false' };
let replicas: Program[] = [];
let urls: string[] = [];
let session: { accessToken: string; refreshToken: string };
let barrier: string;
let code: string;

const sql = <Row>(text: string): Promise<Row[]> => {
  const [, , , , host = ''] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
  return withClient({ host, port: 5432, user: 'postgres', database: 'onward' }, async (client) => {
    return (await client.query(text)).rows as Row[];
  });
};
const caller = (at: number, token = session.accessToken): Caller =>
  new Caller(urls[at % urls.length] ?? '', { authorization: `Bearer ${token}` });
const kidOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid as string;
/** A client at the page of codes, who waits for no script. */
const typed = async (at: number): Promise<number> => {
  const body = new URLSearchParams({ token: '', code, locale: 'en' });
  return (await fetch(`${urls[at]}/d/start`, { method: 'POST', body, redirect: 'manual' })).status;
};

/** Requests of every kind go on at both processes while this is done. Answers how many there were, and what went wrong. */
async function meanwhile(work: () => Promise<unknown>): Promise<{ count: number; wrong: string[] }> {
  const wrong: string[] = [];
  let [count, isOver] = [0, false];
  const ask = async (what: string, answer: Promise<{ status: number }>): Promise<void> => {
    const { status } = await answer.catch((error: Error) => ({ status: error.message }) as never);
    count += 1;
    if (![200, 201].includes(status)) wrong.push(`${what}: ${status}`);
  };
  const refresh = async (at: number): Promise<void> => {
    const { refreshToken } = session;
    // Two tabs at once, at two processes: both get the same successor.
    const answers = await Promise.all(
      [0, 1].map((more) => caller(at + more).post('/v1/auth/refresh', { refreshToken })),
    );
    for (const answer of answers) await ask('refresh', Promise.resolve(answer));
    const [one, other] = answers.map(({ body }) => body.refreshToken as string);
    if (one !== other) wrong.push('refresh: two successors');
    if (answers[0]?.status === 200) session = answers[0].body;
  };
  const loop = async (): Promise<void> => {
    for (let round = 0; !isOver; round += 1) {
      await Promise.all([
        ...Array.from({ length: round % 12 }, (_, at) => ask('list', caller(at).get('/v1/clients?limit=5'))),
        ask('open', caller(round).get(`/v1/barriers/${barrier}`)),
        ask('write', caller(round + 1).post('/v1/clients', { legalName: `Client ${round}` })),
      ]);
      if (round % 3 === 0) await refresh(round);
      await sleep(20);
    }
  };
  const running = loop();
  await work().finally(() => {
    isOver = true;
  });
  await running;
  return { count, wrong };
}

async function rotated(root: string): Promise<{ command: Ended; count: number; wrong: string[] }> {
  let command: Ended = { code: null, out: '', err: '' };
  const load = await meanwhile(async () => {
    command = await cli(settings, 'secrets:rotate', root);
    await sleep(500);
  });
  return { command, ...load };
}

beforeAll(async () => {
  const first = new Program('main', settings);
  replicas = [first];
  urls = [await first.address()];
  const second = new Program('main', { ...settings, ONWARD_SEED: 'false' });
  replicas.push(second);
  urls.push(await second.address());
  const [, email, password] = /(ana\S*@demo\.example) +(\S+)\n/.exec(first.output) ?? [];
  code = /with the code (\S+)/.exec(first.output)?.[1] ?? '';
  session = (await new Caller(urls[0] ?? '').post('/v1/auth/sign-in', { email, password })).body;
  const { id } = (await caller(0).get('/v1/clients')).body.items[0];
  barrier = (await newBarrier(caller(0), id, { kind: 'health', note: 'for nobody else' })).id;
});
afterAll(async () => {
  for (const replica of replicas.toReversed()) await replica.signal('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

describe('while both go on serving', () => {
  it('the tokens are replaced: nobody is signed out, codes stay good, until the old ones are ended', async () => {
    const before = session.accessToken;
    const { command, count, wrong } = await rotated('tokens');
    expect([command.code, command.err, wrong]).toEqual([0, '', []]);
    expect(count).toBeGreaterThan(50);
    expect([kidOf(before), kidOf(session.accessToken)]).toEqual(['1', '2']);
    expect((await caller(0, before).get('/v1/me')).status).toBe(200);
    expect([await typed(0), await typed(1)]).toEqual([303, 303]);

    expect((await cli(settings, 'secrets:retire', 'tokens')).code).toBe(0);
    await sleep(5000);
    expect([(await caller(0, before).get('/v1/me')).status, (await caller(1, before).get('/v1/me')).status]).toEqual([
      401, 401,
    ]);
    expect((await caller(1).get('/v1/me')).status).toBe(200);
    expect(await typed(1)).not.toBe(303);
  });

  it('the root of sealing is replaced: keys of organizations are wrapped anew, what they seal stays and opens', async () => {
    type Row = { wrapped_key: string; root_version: number };
    const keys = () => sql<Row>('select wrapped_key, root_version from organization_keys');
    const clientKeys = () => sql<Row>('select wrapped_key from client_keys order by client_id');
    const [before, beneath] = [await keys(), await clientKeys()];
    const { command, count, wrong } = await rotated('sealing');
    expect([command.code, command.err, wrong]).toEqual([0, '', []]);
    expect(command.out).toContain(`${before.length} key`);
    expect(count).toBeGreaterThan(50);
    const after = await keys();
    expect(after.map(({ root_version }) => root_version)).toEqual(before.map(() => 2));
    expect(after.map(({ wrapped_key }) => wrapped_key)).not.toEqual(before.map(({ wrapped_key }) => wrapped_key));
    expect(await clientKeys()).toEqual(expect.arrayContaining(beneath));
    expect((await caller(0).get(`/v1/barriers/${barrier}`)).body.note).toBe('for nobody else');
  });

  it('the passwords of the roles are replaced, on a server that asks for them', async () => {
    writeFileSync(
      join(dataDir, 'postgres/pg_hba.conf'),
      'local all onward_app,onward_gate scram-sha-256\nlocal all all trust\n',
    );
    await sql('select pg_reload_conf()');
    const passwords = () =>
      sql<{ word: string }>(`select rolpassword as word from pg_authid where rolname like 'onward_%' order by rolname`);
    const before = await passwords();
    const { command, count, wrong } = await rotated('database');
    expect([command.code, command.err, wrong]).toEqual([0, '', []]);
    expect(count).toBeGreaterThan(50);
    expect(await passwords()).not.toEqual(before);
    // Whoever has to sign in again knows the new one.
    await sql(`select pg_terminate_backend(pid) from pg_stat_activity where usename in ('onward_app', 'onward_gate')`);
    await sleep(500);
    expect([(await caller(0).get('/v1/me')).status, (await caller(1).get('/v1/me')).status]).toEqual([200, 200]);
  });

  it('a list tells which versions there are', async () => {
    const { out } = await cli(settings, 'secrets:list');
    expect(out.match(/^\w+ +version \d {2}\w+/gm)).toEqual([
      'database  version 1  retired', 'database  version 2  accepted', 'sealing   version 1  retired',
      'sealing   version 2  accepted', 'tokens    version 1  retired', 'tokens    version 2  accepted',
    ]); // biome-ignore format: a table
    expect((await cli(settings, 'secrets:rotate', 'everything')).code).toBe(2);
  });
});

describe('with another secret than the database was made with', () => {
  const other = 'another-secret-for-tests-8sHc4NfJ6aE3uGiTo-QvY2';

  it.each([
    ['tokens', 'ONWARD_TOKENS_SECRET'],
    ['sealing', 'ONWARD_SEALING_SECRET'],
    ['database', 'ONWARD_DATABASE_SECRET'],
  ])('of the %s neither a start nor a command does anything', async (root, setting) => {
    const before = await sql(`select rolpassword from pg_authid where rolname like 'onward_%'`);
    const given = { ...settings, [setting]: other };
    for (const { code: ended, out, err } of [
      await new Program('main', given).ended(),
      await cli(given, 'counts:compare'),
      await cli(given, 'database:migrate'),
      await cli(given, 'secrets:rotate', root),
    ]) {
      expect([ended, out]).toEqual([1, '']);
      expect(err).toContain('Onward was not given the secrets of this database. Nothing was changed.');
      expect(err).toContain(
        `The secret of its ${root} is another one. Put the one it was made with (version 2) into ${setting}`,
      );
    }
    expect(await sql(`select rolpassword from pg_authid where rolname like 'onward_%'`)).toEqual(before);
    expect((await caller(0).get('/v1/me')).status).toBe(200);
  });

  it('and with none, a command makes no new one, and the service goes on', async () => {
    const names = ['secret', 'secret-tokens', 'secret-sealing', 'secret-database'].map((name) => join(dataDir, name));
    for (const name of names) renameSync(name, `${name}.away`);
    try {
      for (const ended of [
        await cli(settings, 'counts:compare'),
        await cli(settings, 'database:migrate'),
        await new Program('main', settings).ended(),
      ]) {
        expect([ended.code, ended.err]).toEqual([1, expect.stringContaining('Nothing was changed.')]);
        expect(names.filter((name) => existsSync(name))).toEqual([]);
      }
      expect((await caller(1).get('/v1/me')).status).toBe(200);
    } finally {
      for (const name of names) renameSync(`${name}.away`, name);
    }
    expect((await cli(settings, 'counts:compare')).code).toBe(0);
  });
});
