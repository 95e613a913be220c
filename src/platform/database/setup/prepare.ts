import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { ClientConfig } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Secrets } from '../../config/secrets.js';
import { StartError } from '../../config/start-error.js';
import { lively, type Watch, WatchedClient } from '../wire/watched-client.js';
import { Naming } from './naming.js';
import { APP_ROLE, GATE_ROLE, OWNER_ROLE } from './roles.js';

/** Runs one piece of work on its own connection. */
export async function withClient<Result>(
  config: ClientConfig & Watch,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new WatchedClient({ connectionTimeoutMillis: 10_000, ...config, ...lively });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Works that processes which start together do one after another, over all replicas; the numbers are PostgreSQL's. */
const TURNS = { prepare: 7110526, 'seed the demo': 7110528 } as const;
const ASK_AGAIN_MS = 200;

/**
 * Runs one such work while no other process does. It asks again and again for its turn: who waits inside the server is
 * silent, and cannot stop.
 */
export const alone = <Result>(
  admin: ClientConfig,
  turn: keyof typeof TURNS,
  work: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> =>
  withClient(admin, async (client) => {
    const isMine = async (): Promise<boolean> => {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [TURNS[turn]]);
      return rows[0]?.mine === true;
    };
    while (!(await isMine())) await sleep(ASK_AGAIN_MS, undefined, signal ? { signal } : {});
    return work();
  });

/** Refuses a server that is too old: uuidv7() and others of its functions are used throughout. */
async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  if ((rows[0]?.version ?? 0) < 180_000)
    throw new StartError('The server of DATABASE_URL is too old: Onward needs PostgreSQL 18 or newer.');
}

const HARMLESS = 'login nosuperuser nocreatedb nocreaterole nobypassrls';

/**
 * Makes the roles that sign in, with the passwords derived from the installation's secret. Safe to run again. Rights are
 * named only where a role is new or has too many: whoever is no superuser may not even say "nosuperuser" of one that is there.
 */
export async function prepareRoles(admin: ClientConfig, secrets: Secrets): Promise<void> {
  await withClient(admin, async (client) => {
    await requireVersion(client);
    for (const role of [APP_ROLE, GATE_ROLE]) {
      const { rows } = await client.query<{ fits: boolean }>(
        `select rolcanlogin and not (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls) as fits
           from pg_roles where rolname = $1`,
        [role],
      );
      const [found] = rows;
      const verb = found ? 'alter' : 'create';
      const rights = found?.fits ? '' : HARMLESS;
      await client.query(`${verb} role ${role} ${rights} password '${secrets.rolePassword(role)}'`);
    }
  });
}

/** On the embedded server: the owner's role and its database. Safe to run again. */
export async function prepareEmbeddedDatabase(admin: ClientConfig, database: string): Promise<void> {
  // A database is a copy of files.
  await withClient({ ...admin, longestSilenceMs: 60_000 }, async (client) => {
    const owner = await client.query('select from pg_roles where rolname = $1', [OWNER_ROLE]);
    if (owner.rowCount === 0) await client.query(`create role ${OWNER_ROLE} login nosuperuser nobypassrls`);
    const found = await client.query('select from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database} owner ${OWNER_ROLE}`);
  });
}

/** One statement of a migration may say nothing for so long. */
const LONGEST_CHANGE_MS = 30 * 60_000;

/** TypeORM's options for the owner, who migrates. */
export const ownerSource = (
  owner: ClientConfig,
  schema: { entities: DataSourceOptions['entities']; migrations: DataSourceOptions['migrations'] },
): DataSourceOptions => ({
  type: 'postgres',
  ...(typeof owner.host === 'string' ? { host: owner.host } : {}),
  ...(owner.port === undefined ? {} : { port: owner.port }),
  ...(owner.user === undefined ? {} : { username: owner.user }),
  ...(typeof owner.password === 'string' ? { password: owner.password } : {}),
  ...(owner.database === undefined ? {} : { database: owner.database }),
  ...(owner.ssl === undefined ? {} : { ssl: owner.ssl as never }),
  namingStrategy: new Naming(),
  entities: schema.entities ?? [],
  migrations: schema.migrations ?? [],
  migrationsTableName: 'schema_migrations',
  uuidExtension: 'pgcrypto',
  installExtensions: false,
  migrationsTransactionMode: 'each',
  extra: { ...lively, longestSilenceMs: LONGEST_CHANGE_MS },
});

/** Brings the database to the newest schema. */
export async function migrate(options: DataSourceOptions): Promise<string[]> {
  const source = await new DataSource(options).initialize();
  try {
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
