import { prepareDatabase } from '../app/start/preparation.js';
import { readConfig } from '../platform/config/config.js';
import { print } from './command-app.js';

export async function migrateDatabase(): Promise<void> {
  const migrated = await prepareDatabase(readConfig());
  print(migrated.length === 0 ? 'The database is up to date.' : `These migrations ran: ${migrated.join(', ')}`);
}
