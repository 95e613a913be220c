import { install } from '../app/installation.js';
import { readConfig } from '../platform/config/config.js';
import { print } from './command-app.js';

export async function migrateDatabase(): Promise<void> {
  // As a service would at its start: roles, schema, and the queues of timed jobs.
  const installation = await install({ ...readConfig(), migrates: true }, 'service');
  await installation.stop();
  const { migrated } = installation;
  print(migrated.length === 0 ? 'The database is up to date.' : `These migrations ran: ${migrated.join(', ')}`);
}
