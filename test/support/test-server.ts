import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entities, jobNames, migrations } from '../../src/app/schema.js';
import { Secrets } from '../../src/platform/config/secrets.js';
import { connectionsOf, embeddedOwner } from '../../src/platform/database/setup/connections.js';
import {
  migrate,
  ownerSource,
  prepareEmbeddedDatabase,
  prepareRoles,
  withClient,
} from '../../src/platform/database/setup/prepare.js';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/platform/embedded-postgres/server.js';
import { prepareJobs } from '../../src/platform/jobs/jobs.js';
import { TEST_SECRET, testConfig } from './settings.js';

let running: { server: EmbeddedServer; dataDir: string } | null = null;

/** One real PostgreSQL for the run, with one migrated template that each test file copies. */
export async function startTestServer(): Promise<void> {
  const dataDir = join(
    tmpdir(),
    `onward-test-${createHash('sha256').update(process.cwd()).digest('hex').slice(0, 8)}-${process.pid}`,
  );
  rmSync(dataDir, { recursive: true, force: true });
  // Nothing of a test run has to survive a power cut.
  const server = await startEmbeddedServer({ dataDir, settings: { fsync: 'off', max_connections: '200' } });
  running = { server, dataDir };
  process.env.ONWARD_TEST_SERVER = JSON.stringify(server.connection);
  const secrets = new Secrets(TEST_SECRET);
  const admin = { ...server.connection, database: 'postgres' };
  await prepareRoles(admin, secrets);
  await prepareEmbeddedDatabase(admin, 'template_onward');
  const { owner } = connectionsOf(admin, embeddedOwner(admin, 'template_onward'), testConfig(), secrets);
  await migrate(ownerSource(owner, { entities, migrations }));
  await prepareJobs(owner, jobNames);
  await withClient(admin, (client) => client.query('alter database template_onward with is_template true'));
}

export async function stopTestServer(): Promise<void> {
  await running?.server.stop();
  if (running) rmSync(running.dataDir, { recursive: true, force: true });
}
