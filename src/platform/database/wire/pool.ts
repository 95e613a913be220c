import type { QueryResultRow } from 'pg';
import pg from 'pg';
import { OneTrip, type Step } from './one-trip.js';

const TIMESTAMPTZ = 1184;
const TIMESTAMP = 1114;
const DATE = 1082;

/**
 * Instants stay text, as RFC 3339 in UTC with milliseconds, of which PostgreSQL keeps more and writes fewer; days stay
 * `YYYY-MM-DD`. JavaScript dates would halve a list's speed.
 */
const readInstant = (text: string): string => {
  const milliseconds = text.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${milliseconds}Z`;
};

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

/**
 * A pool that cannot leak: a client that comes back inside a transaction, or with one failed, is destroyed,
 * so that its tenant setting and locks can never reach the next borrower.
 */
export class TenantSafePool extends pg.Pool {
  constructor(config: pg.PoolConfig) {
    super({ ...config, types });
    // A client whose server goes away between two queries says so by an event; without a listener it would end the
    // process. The next query on it fails, and the pool drops it.
    this.on('error', () => {});
    this.on('connect', (client) => client.on('error', () => {}));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Callback): void;
  override connect(callback?: Callback): Promise<pg.PoolClient> | undefined {
    if (!callback) return super.connect().then((client) => this.guarded(client));
    super.connect((error, client, release) => {
      if (error || !client) return callback(error, undefined, release);
      const safe = this.guarded(client);
      callback(undefined, safe, safe.release.bind(safe));
    });
  }

  private guarded(client: pg.PoolClient): pg.PoolClient {
    const release = client.release.bind(client);
    client.release = (error) => release(error ?? (client.getTransactionStatus() === 'I' ? undefined : true));
    return client;
  }
}

/** The driver that TypeORM gets: pg with our pool. */
export const driver = { ...pg, Pool: TenantSafePool };

/** Runs the steps in one trip on this client. All in one transaction when none is open. */
export const run = (client: pg.ClientBase, steps: readonly Step[]): Promise<QueryResultRow[][]> =>
  new Promise((resolve, reject) => {
    client.query(new OneTrip(steps, types, (error, rows) => (error ? reject(error) : resolve(rows))));
  });
