import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { Config } from '../../platform/config/config.js';
import { SecretSource } from '../../platform/config/secret-source.js';
import type { Secrets } from '../../platform/config/secrets.js';
import { listOf, StartError } from '../../platform/config/start-error.js';
import type { Catalog } from '../../platform/database/catalog/compare.js';
import { openServing } from '../../platform/database/roots/open-serving.js';
import { fromUrl, type ServingConnections, servingConnections } from '../../platform/database/setup/connections.js';
import { fitnessOf, NOT_PREPARED, whatIsNewer } from '../../platform/database/setup/start-check.js';
import type { EmbeddedServer } from '../../platform/embedded-postgres/server.js';
import { migrations } from '../schema.js';
import { DATABASE, prepareInItsOwnProcess, startOnce } from './preparation.js';

/** A database that is there, migrated, and reachable in the roles that serve; and the keys of this installation. */
export interface Installation {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly connections: ServingConnections;
  /** What the operator may want to know of this database. */
  readonly warnings: readonly string[];
  /** Names of the migrations that ran just now, in this process. */
  readonly migrated: readonly string[];
  /** False: another process may be serving from the same database. */
  readonly isAlone: boolean;
  stop(): Promise<void>;
}

/** Written by `npm run docs:generate` from a database that was just made. */
const catalog = JSON.parse(readFileSync(new URL('../catalog.json', import.meta.url), 'utf8')) as Catalog;
const expected = { migrations: migrations.map((migration) => migration.name), catalog };

/**
 * Brings up the database of these settings: the operator's server, or the embedded one in the data folder. A `service`
 * starts the embedded server again when it dies; a `command` is soon over. What is missing is made by `prepare`, as the
 * owner, in a process of its own. Throws `StartError` with what the operator can put right.
 */
export async function install(
  config: Config,
  as: 'service' | 'command',
  prepare: (config: Config) => Promise<string[]> = prepareInItsOwnProcess,
): Promise<Installation> {
  if (config.databaseUrl !== null)
    return {
      config,
      ...(await open(config, fromUrl(config.databaseUrl), prepare)),
      isAlone: false,
      stop: async () => {},
    };
  const server = await (as === 'service' ? keepRunning : startOnce)(config);
  try {
    const { user: _superuser, ...address } = { ...server.connection, database: DATABASE };
    const opened = await open(config, address, prepare);
    return { config, ...opened, isAlone: server.isOwner, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Opened = Pick<Installation, 'secrets' | 'connections' | 'warnings' | 'migrated'>;

/** Looks whether all is well; if not, lets it be prepared, where this process may, and looks again. */
async function open(
  config: Config,
  address: ClientConfig,
  prepare: (config: Config) => Promise<string[]>,
): Promise<Opened> {
  const found = await look(config, address);
  const migrated = found.problems.length > 0 && config.migrates ? await prepare(config) : null;
  const { opened, problems } = migrated === null ? found : await look(config, address);
  if (!opened || problems.length > 0) throw new StartError(listOf('Onward does not start on this database:', problems));
  return { ...opened, migrated: migrated ?? [] };
}

/** Throws `StartError` only for what preparing must not touch: a database made with other secrets, or by a newer release. */
async function look(
  config: Config,
  address: ClientConfig,
): Promise<{ opened?: Omit<Opened, 'migrated'>; problems: string[] }> {
  const secrets = await openServing(address, new SecretSource(config));
  if (secrets === null)
    return {
      problems: [
        'It is not prepared, or nobody signs in with the passwords of these secrets. Prepare it once, as its owner ' +
          '(ONWARD_OWNER_URL): npm run onward -- database:migrate',
      ],
    };
  const connections = servingConnections(address, config, secrets);
  const newer = await whatIsNewer(connections.gate, expected.migrations);
  if (newer.length > 0)
    throw new StartError(
      `A newer release of Onward has changed this database (${newer.join(', ')}). Start that release or a newer one, or restore the backup from before.`,
    );
  try {
    const { problems, warnings } = await fitnessOf(connections, expected, config.knownRoles);
    return { opened: { secrets, connections, warnings }, problems };
  } catch (error) {
    if (!NOT_PREPARED.includes((error as { code?: string }).code ?? '')) throw error;
    return { problems: ['It is prepared in part only. Run: npm run onward -- database:migrate'] };
  }
}

type RunningServer = Pick<EmbeddedServer, 'connection' | 'isOwner' | 'stop'>;

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
