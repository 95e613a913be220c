import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../platform/config/config.js';
import { readSecrets, type Secrets } from '../platform/config/secrets.js';
import { listOf, StartError } from '../platform/config/start-error.js';
import { type Connections, connectionsOf, embeddedOwner, fromUrl } from '../platform/database/setup/connections.js';
import {
  alone,
  migrate,
  ownerSource,
  prepareEmbeddedDatabase,
  prepareRoles,
} from '../platform/database/setup/prepare.js';
import { NOT_PREPARED, whatIsNewer, whatIsUnfit } from '../platform/database/setup/start-check.js';
import { type EmbeddedServer, startEmbeddedServer } from '../platform/embedded-postgres/server.js';
import { prepareJobs } from '../platform/jobs/jobs.js';
import { entities, jobNames, migrations } from './schema.js';

/** A database that is there, migrated, and reachable in each role; and the keys of this installation. */
export interface Installation {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly connections: Connections;
  /** Names of the migrations that ran just now. */
  readonly migrated: readonly string[];
  /** False: another process may be serving from the same database. */
  readonly isAlone: boolean;
  stop(): Promise<void>;
}

const DATABASE = 'onward';
const namesOfMigrations = migrations.map((migration) => migration.name);

/**
 * Brings up the database of these settings: the operator's server, or the embedded one in the data folder. A `service`
 * starts the embedded server again when it dies, and makes what timed jobs need; a `command` is soon over.
 * Throws `StartError` with what the operator can put right.
 */
export async function install(config: Config, as: 'service' | 'command'): Promise<Installation> {
  if (config.databaseUrl !== null) {
    const owner = fromUrl(config.databaseUrl);
    const secrets = readSecrets(config);
    const connections = connectionsOf(owner, owner, config, secrets);
    const migrated = await prepare(config, secrets, connections, owner, as);
    return { config, secrets, connections, migrated, isAlone: false, stop: async () => {} };
  }
  const server = await (as === 'service' ? keepRunning : startOnce)(config);
  try {
    const secrets = readSecrets(config);
    const admin = { ...server.connection, database: 'postgres' };
    const connections = connectionsOf(admin, embeddedOwner(admin, DATABASE), config, secrets);
    const migrated = await prepare(config, secrets, connections, admin, as);
    return { config, secrets, connections, migrated, isAlone: server.isOwner, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Brings roles, schema and queues to this release, unless another process does; then looks whether all is well. */
async function prepare(
  config: Config,
  secrets: Secrets,
  connections: Connections,
  admin: Connections['owner'],
  as: 'service' | 'command',
): Promise<string[]> {
  const newer = await whatIsNewer(connections.gate, namesOfMigrations);
  if (newer.length > 0) {
    throw new StartError(
      `A newer release of Onward has changed this database (${newer.join(', ')}). Start that release or a newer one, or restore the backup from before.`,
    );
  }
  // Of several first starts at once, one does all of it, and the others then find it done.
  const migrated = config.migrates
    ? await alone(admin, 'prepare', async () => {
        if (config.databaseUrl === null) await prepareEmbeddedDatabase(admin, DATABASE);
        await prepareRoles(admin, secrets);
        const names = await migrate(ownerSource(connections.owner, { entities, migrations }));
        if (as === 'service') await prepareJobs(connections.owner, jobNames);
        return names;
      })
    : [];
  const problems = await whatIsUnfit(connections, namesOfMigrations).catch((error: { code?: string }) => {
    // Without its roles or its table of migrations it was never prepared.
    if (config.migrates || !NOT_PREPARED.includes(error.code ?? '')) throw error;
    return ['It is not prepared, and ONWARD_MIGRATE is false. Run once: npm run onward -- database:migrate'];
  });
  if (problems.length > 0) throw new StartError(listOf('Onward does not start on this database:', problems));
  return migrated;
}

type RunningServer = Pick<EmbeddedServer, 'connection' | 'isOwner' | 'stop'>;

const startOnce = (config: Config): Promise<EmbeddedServer> =>
  startEmbeddedServer({ dataDir: resolve(config.dataDir) }).catch((error: Error) => {
    throw new StartError(error.message, { cause: error });
  });

/** Starts the embedded server, and starts it again when it dies: requests meanwhile get 503 and the pools reconnect. */
async function keepRunning(config: Config): Promise<RunningServer> {
  let server = await startOnce(config);
  const { connection, isOwner } = server;
  let stopping = false;
  let restarting = Promise.resolve();
  const watch = (watched: EmbeddedServer): void => {
    watched.onExit(() => {
      restarting = restart();
    });
  };
  const restart = async (): Promise<void> => {
    while (!stopping) {
      try {
        server = await startOnce(config);
        watch(server);
        return;
      } catch {
        await sleep(500);
      }
    }
  };
  watch(server);
  return {
    connection,
    isOwner,
    stop: async () => {
      stopping = true;
      await restarting;
      await server.stop();
    },
  };
}
