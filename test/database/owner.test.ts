import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/platform/embedded-postgres/server.js';
import { cli, dataFolder, Program } from '../support/service.js';

const folder = dataFolder();
let server: EmbeddedServer;
const running = new Set<Program>();

const sql = <Row>(text: string, database = 'postgres'): Promise<Row[]> =>
  withClient({ ...server.connection, database }, async (client) => (await client.query(text)).rows as Row[]);
const address = (user = ''): string =>
  `postgres://${user}localhost/agency?host=${encodeURIComponent(server.connection.host)}`;

const settings = (more: Record<string, string>): Record<string, string> => ({
  PORT: '0',
  ONWARD_SEED: 'false',
  ONWARD_SECRET: 'an-owner-for-tests-only-Zk29fQ71pXvB6m',
  ...more,
});
function start(of: Record<string, string>): Program {
  const program = new Program('main', settings(of));
  running.add(program);
  return program;
}

/** Who is signed in to the database, by name. */
const signedIn = async (): Promise<string[]> =>
  (
    await sql<{ name: string }>(
      `select distinct usename as name from pg_stat_activity where datname = 'agency' and backend_type = 'client backend' order by 1`,
    )
  ).map(({ name }) => name);

beforeAll(async () => {
  server = await startEmbeddedServer({ dataDir: join(folder, 'server') });
  await sql('create role agency login createrole');
  await sql('create database agency owner agency');
});
afterEach(async () => {
  await Promise.all([...running].map((program) => program.signal('SIGTERM')));
  running.clear();
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a process that serves', () => {
  it('is refused the owner as who serves, and says where that address belongs', async () => {
    const { code, err } = await start({ DATABASE_URL: address('agency@') }).ended();
    expect([code, err]).toEqual([1, expect.stringContaining('DATABASE_URL: names a user. Onward serves as roles of')]);
  });

  it('does not start on a database that nobody prepared, and says how', async () => {
    const { code, err } = await start({ DATABASE_URL: address() }).ended();
    expect([code, err]).toEqual([1, expect.stringMatching(/ONWARD_OWNER_URL.*npm run onward -- database:migrate/)]);
    const command = await cli(settings({ DATABASE_URL: address() }), 'database:migrate');
    expect([command.code, command.err]).toEqual([1, expect.stringMatching(/^ONWARD_OWNER_URL: missing\./)]);
  });

  it('lets another one migrate, and holds nothing of the owner’s: not in its environment, nor a connection', async () => {
    const program = start({ ONWARD_OWNER_URL: address('agency@') });
    const url = await program.address();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await signedIn()).toEqual(['onward_app', 'onward_gate']);
    if (process.platform === 'linux') {
      const environment = readFileSync(`/proc/${program.pid}/environ`, 'utf8');
      expect(environment).toContain('DATABASE_URL=postgres://localhost/agency');
      expect(environment).not.toMatch(/ONWARD_OWNER_URL|agency@/);
    }
  });

  it('serves what was prepared without ever having had the owner’s address', async () => {
    const url = await start({ DATABASE_URL: address() }).address();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('signs in to the embedded database as the roles that serve, too', async () => {
    const dataDir = join(folder, 'data');
    const program = start({ ONWARD_DATA_DIR: dataDir });
    await program.address();
    const [, , , , host = ''] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
    const { rows } = await withClient({ host, port: 5432, user: 'postgres', database: 'onward' }, (client) =>
      client.query(`select distinct usename as name from pg_stat_activity
                     where backend_type = 'client backend' and pid <> pg_backend_pid() order by 1`),
    );
    expect(rows).toEqual([{ name: 'onward_app' }, { name: 'onward_gate' }]);
  });
});

describe('two installations on one server', () => {
  it('do not take each other’s roles: the second is refused, and the first goes on', async () => {
    const cluster = join(folder, 'server/postgres/pg_hba.conf');
    const before = readFileSync(cluster, 'utf8');
    writeFileSync(cluster, 'local all onward_app,onward_gate scram-sha-256\nlocal all all trust\n');
    await sql('select pg_reload_conf()');
    try {
      const first = await start({ DATABASE_URL: address() }).address();
      await sql('create database second owner agency');
      const theirs = {
        ONWARD_OWNER_URL: address('agency@').replace('/agency?', '/second?'),
        ONWARD_SECRET: 'another-Onward-8sHc4NfJ6aE3uGiTo-QvY2',
      };
      const { code, err } = await start(theirs).ended();
      expect([code, err]).toEqual([
        1,
        expect.stringMatching(/^The role onward_\w+ of this server signs in with another password/),
      ]);
      expect((await fetch(`${first}/health/ready`)).status).toBe(200);
      const again = await start({ DATABASE_URL: address() }).address();
      expect((await fetch(`${again}/health/ready`)).status).toBe(200);
    } finally {
      writeFileSync(cluster, before);
      await sql('select pg_reload_conf()');
    }
  });
});
