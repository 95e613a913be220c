import type { ClientConfig, PoolConfig } from 'pg';
import type { Config } from '../../config/config.js';
import type { Secrets } from '../../config/secrets.js';
import type { SignsIn } from '../wire/pool.js';
import { lively } from '../wire/watched-client.js';
import { APP_ROLE, GATE_ROLE, OWNER_ROLE } from './roles.js';

/** How to reach one database in the two roles that serve. */
export interface ServingConnections {
  readonly app: PoolConfig;
  readonly gate: PoolConfig;
}

/** In all three roles: for who migrates. */
export interface Connections extends ServingConnections {
  readonly owner: ClientConfig;
}

/** No transaction is open longer: the server ends it. */
export const longestTransactionSeconds = 20;

/**
 * Limits of every statement, held by the server. A limit in the client would hand an open transaction back to the pool.
 * Who waits for a row that others wait for too waits for two locks in turn; with the wait for a connection before it
 * that still stays below ten seconds.
 */
const limits = [
  'statement_timeout=8000',
  'lock_timeout=2000',
  `transaction_timeout=${longestTransactionSeconds}s`,
  'idle_in_transaction_session_timeout=15000',
  // Pages are read through the index in order; the default of 4 supposes a spinning disk and sorts instead.
  'random_page_cost=1.1',
  // Whatever the role or the database is told: nobody's objects stand before ours.
  'search_path=public,pg_temp',
  'TimeZone=UTC',
  'DateStyle=ISO',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** Lines that are only added need no more: an organization's are committed one group at a time. */
export const appendConnections = 2;
/** Of the timed jobs. */
export const jobConnections = 2;
const gateConnections = (size: number): number => Math.max(2, size >> 2);

/** How many connections one process of these settings may open, with the worker in it. */
export const connectionsNeeded = ({ databaseConnections: size }: Pick<Config, 'databaseConnections'>): number =>
  size + gateConnections(size) + appendConnections + jobConnections;

const pool = (base: ClientConfig, user: string, secrets: Secrets, max: number): PoolConfig & SignsIn => ({
  ...base,
  user,
  password: () => secrets.rolePassword(user),
  passwords: secrets.passwordsOf(user),
  max,
  min: 0,
  options: limits,
  application_name: user,
  connectionTimeoutMillis: 5000,
  idleTimeoutMillis: 30_000,
  ...(lively as object),
});

/** Connections to the database at this address (whoever else it names) in the roles that serve. */
export function servingConnections(
  { user: _user, password: _password, ...address }: ClientConfig,
  config: Pick<Config, 'databaseConnections'>,
  secrets: Secrets,
): ServingConnections {
  const size = config.databaseConnections;
  return {
    app: pool(address, APP_ROLE, secrets, size),
    gate: pool(address, GATE_ROLE, secrets, gateConnections(size)),
  };
}

/**
 * Those and the owner's, on the server that `admin` reaches.
 * @internal For tests and benchmarks, which make their databases themselves.
 */
export const connectionsOf = (
  admin: ClientConfig,
  owner: ClientConfig,
  config: Pick<Config, 'databaseConnections'>,
  secrets: Secrets,
): Connections => ({ owner, ...servingConnections({ ...admin, database: owner.database }, config, secrets) });

/** The owner's connection on an embedded server, where trust on the private socket needs no password. */
export const embeddedOwner = (admin: ClientConfig, database: string): ClientConfig => ({
  ...admin,
  user: OWNER_ROLE,
  database,
});

/** A `postgres://` address, which names a database, as connection settings. */
export function fromUrl(url: string): ClientConfig {
  const parsed = new URL(url);
  const database = decodeURIComponent(parsed.pathname.slice(1));
  const sslMode = parsed.searchParams.get('sslmode');
  return {
    host: parsed.searchParams.get('host') ?? decodeURIComponent(parsed.hostname),
    port: Number(parsed.port || parsed.searchParams.get('port') || 5432),
    user: decodeURIComponent(parsed.username) || 'postgres',
    ...(parsed.password === '' ? {} : { password: decodeURIComponent(parsed.password) }),
    database,
    ...(sslMode === null || sslMode === 'disable'
      ? {}
      : { ssl: { rejectUnauthorized: sslMode !== 'require' && sslMode !== 'no-verify' } }),
  };
}
