import { resolve } from 'node:path';
import { jobNames } from './jobs.js';
import type { Config } from './platform/config/config.js';
import { readSecrets, type Secrets } from './platform/config/secrets.js';
import { type Connections, connectionsOf, embeddedOwner, fromUrl } from './platform/database/connections.js';
import { type EmbeddedServer, startEmbeddedServer } from './platform/database/embedded-server.js';
import { migrate, ownerSource, prepareEmbeddedDatabase, prepareRoles } from './platform/database/prepare.js';
import { prepareJobs } from './platform/jobs/jobs.js';
import { entities, migrations } from './schema.js';

/** A database that is there, migrated, and reachable in each role; and the keys of this installation. */
export interface Installation {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly connections: Connections;
  /** Names of the migrations that ran just now. */
  readonly migrated: readonly string[];
  stop(): Promise<void>;
}

const DATABASE = 'onward';

/** Brings up the database of these settings: the operator's server, or the embedded one in the data folder. */
export async function install(config: Config): Promise<Installation> {
  const secrets = readSecrets(config);
  if (config.databaseUrl !== null) {
    const owner = fromUrl(config.databaseUrl);
    return prepare(config, secrets, connectionsOf(owner, owner, config, secrets), owner, async () => {});
  }
  const server = await keepRunning(config);
  const admin = { ...server.connection, database: 'postgres' };
  await prepareEmbeddedDatabase(admin, DATABASE);
  const connections = connectionsOf(admin, embeddedOwner(admin, DATABASE), config, secrets);
  return prepare(config, secrets, connections, admin, () => server.stop());
}

async function prepare(
  config: Config,
  secrets: Secrets,
  connections: Connections,
  admin: Connections['owner'],
  stop: () => Promise<void>,
): Promise<Installation> {
  await prepareRoles(admin, secrets);
  const migrated = await migrate(ownerSource(connections.owner, { entities, migrations }), connections.owner);
  await prepareJobs(connections.owner, jobNames);
  return { config, secrets, connections, migrated, stop };
}

interface RunningServer {
  readonly connection: EmbeddedServer['connection'];
  stop(): Promise<void>;
}

/** Starts the embedded server, and starts it again when it dies: requests meanwhile get 503 and the pools reconnect. */
async function keepRunning(config: Config): Promise<RunningServer> {
  const options = { dataDir: resolve(config.dataDir) };
  let server = await startEmbeddedServer(options);
  let stopping = false;
  const watch = (watched: EmbeddedServer): void => {
    watched.onExit(() => {
      if (!stopping) void restart();
    });
  };
  const restart = async (): Promise<void> => {
    while (!stopping) {
      try {
        server = await startEmbeddedServer(options);
        watch(server);
        return;
      } catch {
        await new Promise((retry) => setTimeout(retry, 500));
      }
    }
  };
  watch(server);
  return {
    connection: server.connection,
    stop: () => {
      stopping = true;
      return server.stop();
    },
  };
}
