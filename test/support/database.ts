import { randomBytes } from 'node:crypto';
import type { ClientConfig } from 'pg';
import { Secrets } from '../../src/platform/config/secrets.js';
import { type Connections, connectionsOf, embeddedOwner } from '../../src/platform/database/setup/connections.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { TEST_SECRET, testConfig } from './settings.js';

/** The server of this test run, as its superuser. */
export const testServer = (): ClientConfig => ({
  ...JSON.parse(process.env.ONWARD_TEST_SERVER ?? '{}'),
  database: 'postgres',
});

export interface TestDatabase {
  readonly connections: Connections;
  readonly secrets: Secrets;
  /** The superuser on this database, for looking behind the walls. */
  readonly admin: ClientConfig;
  drop(): Promise<void>;
}

/** A fresh copy of the migrated template. */
export async function testDatabase(config = testConfig()): Promise<TestDatabase> {
  const server = testServer();
  // A database is a copy of files, and the machine may be busy.
  const slow = { ...server, longestSilenceMs: 60_000 };
  const database = `test_${randomBytes(6).toString('hex')}`;
  await withClient(slow, (client) =>
    client.query(`create database ${database} template template_onward owner onward_owner`),
  );
  const secrets = new Secrets(TEST_SECRET);
  return {
    connections: connectionsOf(server, embeddedOwner(server, database), config, secrets),
    secrets,
    admin: { ...server, database },
    drop: () => withClient(slow, async (client) => void (await client.query(`drop database ${database} with (force)`))),
  };
}
