import { channel } from 'node:diagnostics_channel';
import type { QueryResultRow } from 'pg';
import pg from 'pg';
import { OneTrip, type Step } from './one-trip.js';
import { lively, longestSilenceMs, WatchedClient } from './watched-client.js';

const TIMESTAMPTZ = 1184;
const TIMESTAMP = 1114;
const DATE = 1082;

/**
 * Instants stay text, as RFC 3339 in UTC with milliseconds; days stay `YYYY-MM-DD`. JavaScript dates would halve a
 * list's speed. PostgreSQL writes `2026-06-01 10:00:00.123456+00`, with as many decimals as there are.
 */
export function readInstant(text: string): string {
  const decimals = text.slice(19, text.lastIndexOf('+'));
  return `${text.slice(0, 10)}T${text.slice(11, 19)}${(decimals || '.').padEnd(4, '0').slice(0, 4)}Z`;
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === TIMESTAMPTZ) return readInstant;
    if (oid === DATE || oid === TIMESTAMP) return (text: string) => text;
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

type Callback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: Error | boolean) => void,
) => void;

/** The passwords of a role, of which one may just have been replaced by another. */
export interface SignsIn {
  readonly passwords?: {
    inUse(): string;
    /** False when no other is known. */
    wasWrong(password: string): boolean;
  };
}

/** As often as there may be passwords, and once more for two that turn at the same time. */
const MOST_PASSWORDS = 4;

/**
 * A pool that cannot leak: a client that comes back inside a transaction, or with one failed, is destroyed,
 * so that its tenant setting and locks can never reach the next borrower. And one that is soon whole again: where one
 * connection is silent for too long, the others that lie idle are not trusted either.
 */
export class TenantSafePool extends pg.Pool {
  private readonly lying = new Set<pg.PoolClient>();

  constructor(private readonly config: pg.PoolConfig & SignsIn) {
    super({ ...config, ...lively, types });
    // A client whose server goes away between two queries says so by an event; without a listener it would end the
    // process. The next query on it fails, and the pool drops it.
    this.on('error', () => {});
    this.on('connect', (client) => {
      client.on('error', () => {});
      watched(client).onSilence = () => this.distrust();
    });
    this.on('acquire', (client) => this.lying.delete(client));
    this.on('release', (_error, client) => this.lying.add(client));
    this.on('remove', (client) => this.lying.delete(client));
  }

  /** Those who wait for a connection get a new one. */
  private distrust(): void {
    for (const client of this.lying) watched(client).cut();
    this.lying.clear();
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    const since = performance.now();
    if (!callback) return this.signedIn().then((client) => this.guarded(client, since));
    super.connect((error, client, release) => {
      if (error || !client) return callback(error, undefined, release);
      const safe = this.guarded(client, since);
      callback(undefined, safe, safe.release.bind(safe));
    });
  }

  /** While the role's password is being replaced, the other one is right: nobody who asks meanwhile notices. */
  private async signedIn(): Promise<pg.PoolClient> {
    for (let tries = 1; ; tries += 1) {
      const password = this.config.passwords?.inUse();
      try {
        return await super.connect();
      } catch (error) {
        const isRefused = (error as { code?: string }).code === '28P01' && password !== undefined;
        if (!isRefused || tries === MOST_PASSWORDS || !this.config.passwords?.wasWrong(password)) throw error;
      }
    }
  }

  private guarded(client: pg.PoolClient, since: number): pg.PoolClient {
    watched(client).hasCost(performance.now() - since);
    const release = client.release.bind(client);
    client.release = (error) => release(error ?? (client.getTransactionStatus() === 'I' ? undefined : true));
    return client;
  }
}

const watched = (client: pg.PoolClient): WatchedClient => client as unknown as WatchedClient;

/** For this once, its trip may be silent only for so long. */
export const patient = (client: pg.PoolClient, ms: number): void => watched(client).hasCost(longestSilenceMs - ms);

/** The driver that TypeORM gets: pg with our pool. */
export const driver = { ...pg, Pool: TenantSafePool };

/** Each trip, as the names of its statements: for tests and tools that count them. */
export const trips = channel('onward.database.trip');

/** Runs the steps in one trip on this client. All in one transaction when none is open. */
export const run = (client: pg.ClientBase, steps: readonly Step[]): Promise<QueryResultRow[][]> =>
  new Promise((resolve, reject) => {
    if (trips.hasSubscribers) trips.publish(steps.map((step) => step.statement.name));
    client.query(new OneTrip(steps, types, (error, rows) => (error ? reject(error) : resolve(rows))));
  });
