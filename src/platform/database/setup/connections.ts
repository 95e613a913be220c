import type { ClientConfig, PoolConfig } from 'pg';
import type { Config } from '../../config/config.js';
import type { Secrets } from '../../config/secrets.js';
import { lively } from '../wire/watched-client.js';
import { APP_ROLE, GATE_ROLE, OWNER_ROLE } from './roles.js';

/** How to reach one database in each of the three roles. */
export interface Connections {
  readonly owner: ClientConfig;
  readonly app: PoolConfig;
  readonly gate: PoolConfig;
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

const pool = (base: PoolConfig, user: string, password: string, max: number): PoolConfig => ({
  ...base,
  user,
  password,
  max,
  min: 0,
  options: limits,
  application_name: user,
  connectionTimeoutMillis: 5000,
  idleTimeoutMillis: 30_000,
  ...(lively as object),
});

/**
 * Connections to one database. `admin` reaches the server as somebody who may create roles: the operator's URL, or the
 * embedded server's superuser. The other two sign in with passwords derived from the installation's secret.
 */
export function connectionsOf(admin: ClientConfig, owner: ClientConfig, config: Config, secrets: Secrets): Connections {
  const { user: _user, password: _password, ...address } = admin;
  const size = config.databaseConnections;
  return {
    owner,
    app: pool({ ...address, database: owner.database }, APP_ROLE, secrets.rolePassword(APP_ROLE), size),
    gate: pool(
      { ...address, database: owner.database },
      GATE_ROLE,
      secrets.rolePassword(GATE_ROLE),
      gateConnections(size),
    ),
  };
}

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
