import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import type { SystemActor } from '../../src/access/actor.js';
import { standings } from '../../src/app/standings.js';
import { newId } from '../../src/kernel/ids.js';
import { Clock } from '../../src/platform/clock/clock.js';
import { Database } from '../../src/platform/database/database.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { statement } from '../../src/platform/database/statement.js';
import { driver, run, TenantSafePool } from '../../src/platform/database/wire/pool.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

const north = newId();
const south = newId();
const NAMES = statement('test.names', 'select name from organizations');
const SLOW = statement('test.slow', 'select pg_sleep(0.4), name from organizations');
const BAD = statement('test.bad', 'select 1 / $1::int as never');

let testing: TestDatabase;
let source: DataSource;
let gate: TenantSafePool;
let database: Database;
let pool: TenantSafePool;

beforeAll(async () => {
  testing = await testDatabase();
  await withClient(testing.admin, (client) =>
    client.query(`insert into organizations (id, name, time_zone) values ($1, 'North', 'UTC'), ($2, 'South', 'UTC')`, [
      north,
      south,
    ]),
  );
  const app = {
    ...testing.connections.app,
    max: 2,
    options: `${testing.connections.app.options} -c statement_timeout=250`,
  };
  source = await new DataSource({
    type: 'postgres',
    driver,
    host: String(app.host),
    port: Number(app.port),
    username: String(app.user),
    password: String(app.password),
    database: String(app.database),
    extra: app,
    poolSize: 2,
    installExtensions: false,
  }).initialize();
  pool = (source.driver as unknown as { master: TenantSafePool }).master;
  gate = new TenantSafePool(testing.connections.gate);
  database = new Database(source, gate, gate, new Clock(), testing.secrets, standings);
});
afterAll(async () => {
  await source.destroy();
  await gate.end();
  await testing.drop();
});

const as = (organizationId: string): SystemActor => ({
  kind: 'system',
  role: 'operator',
  organizationId,
  reason: 'test',
  requestId: newId(),
});
const namesSeenBy = (organizationId: string): Promise<string[]> =>
  database.read(as(organizationId), async (tx) => (await tx.rows<{ name: string }>(NAMES, [])).map(({ name }) => name));

describe('one trip', () => {
  it('sees the rows of its tenant and nobody else’s', async () => {
    expect([await namesSeenBy(north), await namesSeenBy(south)]).toEqual([['North'], ['South']]);
  });

  it('leaves no tenant behind on the connection', async () => {
    await namesSeenBy(north);
    const client = await pool.connect();
    const bare = await client.query('select name from organizations');
    client.release();
    expect(bare.rows).toEqual([]);
  });

  it('is usable after an error, and after a value that cannot be written', async () => {
    await expect(database.read(as(north), (tx) => tx.rows(BAD, [0]))).rejects.toMatchObject({ code: '22012' });
    const circular = { toPostgres: () => { throw new Error('cannot be written'); } } as never; // biome-ignore format: one line
    await expect(database.read(as(north), (tx) => tx.rows(BAD, [circular]))).rejects.toThrow('cannot be written');
    expect(await namesSeenBy(north)).toEqual(['North']);
  });
});

describe('the pool of two under 64 callers of two tenants with random failures', () => {
  it('never shows one tenant the other, and never hands out a client inside a transaction', async () => {
    let leaked = 0;
    let dirty = 0;
    let answered = 0;
    let kills = 0;
    // Until enough has happened, however long that takes.
    const isOver = (): boolean => answered > 2000 && kills > 20;
    const killer = async (): Promise<void> => {
      for (; !isOver(); await sleep(150)) {
        const { rowCount } = await withClient(testing.admin, (client) =>
          client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'onward_app' and datname = current_database() and random() < 0.3`,
          ),
        );
        kills += rowCount ?? 0;
      }
    };
    const caller = async (number: number): Promise<void> => {
      const [organizationId, name] = number % 2 === 0 ? [north, 'North'] : [south, 'South'];
      while (!isOver()) {
        const dice = Math.random();
        try {
          if (dice < 0.5) {
            const seen = await namesSeenBy(organizationId);
            answered += 1;
            if (seen.some((other) => other !== name)) leaked += 1;
          } else {
            await database.write(as(organizationId), async (tx) => {
              const seen = await tx.rows<{ name: string }>(NAMES, []);
              answered += 1;
              if (seen.some((other) => other.name !== name)) leaked += 1;
              if (dice < 0.65) throw new Error('thrown after BEGIN');
              if (dice < 0.75) await tx.rows(SLOW, []);
              if (dice < 0.8) await tx.rows(BAD, [0]);
            });
          }
        } catch {
          // Failing is part of the test; leaking is not.
        }
        if (dice > 0.97) {
          const client = await pool.connect().catch(() => null);
          if (client && client.getTransactionStatus() !== 'I') dirty += 1;
          client?.release();
        }
      }
    };
    await Promise.all([killer(), ...Array.from({ length: 64 }, (_, number) => caller(number))]);
    expect({ leaked, dirty }).toEqual({ leaked: 0, dirty: 0 });
    // Clients that were killed at the very end are found out and dropped by their next use.
    for (let use = 0; use < 4; use += 1) await namesSeenBy(north).catch(() => undefined);
    expect(await namesSeenBy(south)).toEqual(['South']);
  });

  it('destroys a client that comes back inside a transaction', async () => {
    const client = await pool.connect();
    await run(client, [{ statement: statement('test.begin', 'begin'), values: [] }]);
    const pid = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
    client.release();
    const next = await Promise.all([pool.connect(), pool.connect()]);
    const pids = await Promise.all(
      next.map(async (other) => (await other.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid),
    );
    for (const other of next) other.release();
    expect(pids).not.toContain(pid);
  });
});

describe('the database alone', () => {
  it('refuses a row for another tenant, and a row that points at another tenant’s', async () => {
    const insert = statement(
      'test.insert',
      `insert into employers (organization_id, name, search_key) values ($1, 'X', $2)`,
    );
    await expect(database.write(as(north), (tx) => tx.run(insert, [south, 'x']))).rejects.toMatchObject({
      code: '42501',
    });
    const user = newId();
    await withClient(testing.admin, (client) =>
      client.query(
        `insert into users (organization_id, id, email, name, role, password_hash) values ($1, $2, 'x@south.example', 'X', 'coach', '')`,
        [south, user],
      ),
    );
    const client = statement(
      'test.client',
      `insert into clients (organization_id, legal_name, search_key, spoken_language, written_language, time_zone, coach_id) values ($1, 'X', 'x', 'en', 'en', 'UTC', $2)`,
    );
    await expect(database.write(as(north), (tx) => tx.run(client, [north, user]))).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});
