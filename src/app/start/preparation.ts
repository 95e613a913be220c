import { spawn } from 'node:child_process';
import { dirname, extname, join, resolve } from 'node:path';
import type { ClientConfig } from 'pg';
import type { Config } from '../../platform/config/config.js';
import { SecretSource } from '../../platform/config/secret-source.js';
import { StartError } from '../../platform/config/start-error.js';
import { embeddedOwner, fromUrl } from '../../platform/database/setup/connections.js';
import { prepare, prepareEmbeddedDatabase } from '../../platform/database/setup/prepare.js';
import { type EmbeddedServer, startEmbeddedServer } from '../../platform/embedded-postgres/server.js';
import { prepareJobs } from '../../platform/jobs/jobs.js';
import { entities, jobNames, migrations } from '../schema.js';

export const DATABASE = 'onward';

/** The embedded server in the data folder, started or joined. Throws `StartError` with what is in the way. */
export const startOnce = (config: Config): Promise<EmbeddedServer> =>
  startEmbeddedServer({ dataDir: resolve(config.dataDir) }).catch((error: Error) => {
    throw new StartError(error.message, { cause: error });
  });

/** The one who may change roles and tables: `admin` reaches the server, `owner` the database. */
export interface Owner {
  readonly admin: ClientConfig;
  readonly owner: ClientConfig;
}

/** Does this work as the owner. Throws `StartError` where nobody gave the owner's address. */
export async function asOwner<Result>(config: Config, work: (owner: Owner) => Promise<Result>): Promise<Result> {
  if (config.databaseUrl !== null) {
    if (config.ownerUrl === null)
      throw new StartError('ONWARD_OWNER_URL: missing. Only who owns the database can do this.');
    const owner = fromUrl(config.ownerUrl);
    return work({ admin: owner, owner });
  }
  const server = await startOnce(config);
  try {
    const admin = { ...server.connection, database: 'postgres' };
    return await work({ admin, owner: embeddedOwner(admin, DATABASE) });
  } finally {
    await server.stop();
  }
}

/** Brings roles, tables and queues to this release. Answers the names of the migrations that ran. */
export const prepareDatabase = (config: Config): Promise<string[]> =>
  asOwner(config, async ({ admin, owner }) => {
    const isEmbedded = config.databaseUrl === null;
    return prepare(
      admin,
      owner,
      new SecretSource(config),
      { entities, migrations },
      {
        before: async () => (isEmbedded ? prepareEmbeddedDatabase(admin, DATABASE) : undefined),
        after: () => prepareJobs(owner, jobNames),
      },
    );
  });

/**
 * The same in a process of its own, which ends with it: the one that serves never signs in as the owner, and keeps
 * nothing that could.
 */
export async function prepareInItsOwnProcess(): Promise<string[]> {
  const [, entry = ''] = process.argv;
  const command = join(dirname(entry), `cli${extname(entry)}`);
  const child = spawn(process.execPath, [...process.execArgv, command, 'database:migrate'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((done) => {
    child.on('error', (error) => {
      said += error.message;
      done(null);
    });
    child.on('close', done);
  });
  if (code !== 0) throw new StartError(said.trim() || 'The database could not be prepared.');
  return [];
}
