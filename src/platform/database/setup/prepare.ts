import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { ClientConfig } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { SecretSource } from '../../config/secret-source.js';
import type { Secrets } from '../../config/secrets.js';
import { StartError } from '../../config/start-error.js';
import { firstRoots, openRoots, readVersions, writeFirst } from '../roots/roots.js';
import { lively, type Watch, WatchedClient } from '../wire/watched-client.js';
import { servingConnections } from './connections.js';
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
const TURNS = { prepare: 7110526, 'seed the demo': 7110528, 'replace a root': 7110529 } as const;
const ASK_AGAIN_MS = 200;

/**
 * Runs one such work while no other process does. It asks again and again for its turn: who waits inside the server is
 * silent, and cannot stop.
 */
export const alone = <Result>(
  admin: ClientConfig,
  turn: keyof typeof TURNS,
  work: (client: pg.Client) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> =>
  withClient(admin, async (client) => {
    const isMine = async (): Promise<boolean> => {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [TURNS[turn]]);
      return rows[0]?.mine === true;
    };
    while (!(await isMine())) await sleep(ASK_AGAIN_MS, undefined, signal ? { signal } : {});
    return work(client);
  });

/** Refuses a server that is too old: uuidv7() and others of its functions are used throughout. */
async function requireVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  );
  if ((rows[0]?.version ?? 0) < 180_000)
    throw new StartError('The server of DATABASE_URL is too old: Onward needs PostgreSQL 18 or newer.');
}

const HARMLESS = 'login nosuperuser nocreatedb nocreaterole nobypassrls noreplication';

/**
 * Makes the roles that sign in, with the passwords that follow from the root of the database. Safe to run again. Rights are
 * named only where a role is new or has too many: whoever is no superuser may not even say "nosuperuser" of one that is there.
 * @internal For tests and benchmarks: a start does this as part of `prepare`.
 */
export async function prepareRoles(admin: ClientConfig, secrets: Secrets): Promise<void> {
  await withClient(admin, requireVersion);
  await alone(admin, 'prepare', (client) => setRoles(client, secrets));
}

async function setRoles(client: pg.Client, secrets: Secrets): Promise<void> {
  for (const role of [APP_ROLE, GATE_ROLE]) {
    const { rows } = await client.query<{ fits: boolean }>(
      `select rolcanlogin and not (rolsuper or rolcreatedb or rolcreaterole or rolbypassrls or rolreplication) as fits
         from pg_roles where rolname = $1`,
      [role],
    );
    const [found] = rows;
    const verb = found ? 'alter' : 'create';
    const rights = found?.fits ? '' : HARMLESS;
    await client.query(`${verb} role ${role} ${rights} password '${secrets.rolePasswords(role)[0]}'`);
  }
}

/** The passwords of both roles at once: a process that signs in meanwhile finds the old ones or the new ones. */
export const replacePasswords = (admin: ClientConfig, secrets: Secrets): Promise<void> =>
  withClient(admin, async (client) => {
    await client.query('begin');
    await setRoles(client, secrets);
    await client.query('commit');
  });

/** Roles belong to the server: one that signs in with another password serves another Onward, which would lose it. */
async function requireOwnRoles(admin: ClientConfig, owner: ClientConfig, secrets: Secrets): Promise<void> {
  const { rows } = await withClient(admin, (client) =>
    client.query<{ role: string }>('select rolname as role from pg_roles where rolname = any($1)', [
      [APP_ROLE, GATE_ROLE],
    ]),
  );
  const { app, gate } = servingConnections(owner, { databaseConnections: 2 }, secrets);
  for (const config of [app, gate].filter(({ user }) => rows.some(({ role }) => role === user))) {
    await withClient(config, async () => {}).catch((error: { code?: string }) => {
      if (error.code !== '28P01') return;
      throw new StartError(
        `The role ${config.user} of this server signs in with another password: another Onward uses it, or did. ` +
          'Give this database a server of its own, or the secret of that one; or, if it is gone, drop its roles.',
      );
    });
  }
}

/**
 * All that a database needs: roles, tables, and what is asked for `before` and `after` them. Refuses one that was made with other secrets. Of several
 * first starts at once, one does all of it, and the others then find it done.
 */
export async function prepare(
  admin: ClientConfig,
  owner: ClientConfig,
  source: SecretSource,
  schema: { entities: DataSourceOptions['entities']; migrations: DataSourceOptions['migrations'] },
  { before, after }: { before: () => Promise<void>; after: () => Promise<void> },
): Promise<string[]> {
  await withClient(admin, requireVersion);
  return alone(admin, 'prepare', async (client) => {
    await before();
    const known = await withClient(owner, readVersions);
    const isNew = known.length === 0;
    const secrets = isNew ? firstRoots(source) : openRoots(known, source);
    if (isNew) await requireOwnRoles(admin, owner, secrets);
    await setRoles(client, secrets);
    const migrated = await migrate(ownerSource(owner, schema));
    await after();
    if (isNew) await withClient(owner, (connected) => writeFirst(connected, secrets));
    return migrated;
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
