import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import { entities, jobNames, migrations } from '../src/app/schema.js';
import { Secrets } from '../src/platform/config/secrets.js';
import { connectionsOf, embeddedOwner } from '../src/platform/database/setup/connections.js';
import {
  migrate,
  ownerSource,
  prepareEmbeddedDatabase,
  prepareRoles,
  withClient,
} from '../src/platform/database/setup/prepare.js';
import type { Watch } from '../src/platform/database/wire/watched-client.js';
import { startEmbeddedServer } from '../src/platform/embedded-postgres/server.js';
import { prepareJobs } from '../src/platform/jobs/jobs.js';
import { TEST_SECRET, testConfig } from '../test/support/settings.js';

/** A PostgreSQL of our own in a folder of its own, with databases that are made and copied for each measurement. */
export interface Place {
  readonly postmaster: number;
  /** The superuser's connection to one of its databases, and that of the role that Onward's requests run as. */
  admin(database: string): ClientConfig;
  app(database: string): ClientConfig;
  /** A migrated database without rows. */
  make(database: string): Promise<ClientConfig>;
  /** The same rows again, for a new generation of processes. */
  copy(from: string, to: string): Promise<ClientConfig>;
  drop(database: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), 'onward-bench-'));
  const server = await startEmbeddedServer({
    dataDir,
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', max_connections: '250' },
  });
  const secrets = new Secrets(TEST_SECRET);
  // Copies of databases and vacuums of millions of rows are silent for long.
  const admin = (database: string): ClientConfig & Watch => ({
    ...server.connection,
    database,
    longestSilenceMs: 3_600_000,
  });
  const connections = (database: string) =>
    connectionsOf(admin(database), embeddedOwner(admin(database), database), testConfig(), secrets);
  const run = (sql: string): Promise<unknown> => withClient(admin('postgres'), (client) => client.query(sql));
  await prepareRoles(admin('postgres'), secrets);
  return {
    postmaster: Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]),
    admin,
    app: (database) => {
      const { max: _max, min: _min, idleTimeoutMillis: _idle, ...config } = connections(database).app;
      return config;
    },
    async make(database) {
      await prepareEmbeddedDatabase(admin('postgres'), database);
      const { owner } = connections(database);
      await migrate(ownerSource(owner, { entities, migrations }));
      await prepareJobs(owner, jobNames);
      return admin(database);
    },
    async copy(from, to) {
      await run(`create database ${to} template ${from} owner onward_owner`);
      await withClient(admin(to), (client) => client.query('vacuum analyze'));
      await run('checkpoint');
      return admin(to);
    },
    drop: async (database) => void (await run(`drop database if exists ${database} with (force)`)),
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
