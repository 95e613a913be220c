import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../kernel/errors.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Housekeeping } from '../jobs/housekeeping.js';
import { networkOf } from './admission/network.js';
import { DRAW, GIVE_BACK, SWEEP } from './request-counters.js';

/** So many in so many seconds. `lease`: how many one process may draw at once, so that not each request asks the database. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly seconds: number;
  readonly lease: number;
  /** The key is an address: counted is its network, and a wider one for which this is so many times as much. */
  readonly wider?: number;
  /** Over the whole installation; beyond it every key has only so many. */
  readonly ceiling?: { readonly most: number; readonly seconds: number; readonly each: number };
}

export const limits = {
  /** Of all that needs no sign-in, and of sign-ins that fail. A whole agency may stand behind one address. */
  perNetwork: { name: 'network', most: 1200, seconds: 60, lease: 60, wider: 8 },
  perUser: { name: 'user', most: 1200, seconds: 60, lease: 60 },
  /** What follows counts proven wrong guesses alone. At an account: by one network, by all, and by a device it knows. */
  signInPerAccountAndNetwork: { name: 'sign-in', most: 10, seconds: 900, lease: 1 },
  signInPerAccount: { name: 'sign-in-account', most: 100, seconds: 900, lease: 1 },
  signInPerDevice: { name: 'sign-in-device', most: 20, seconds: 900, lease: 1 },
  signInPerNetwork: { name: 'sign-in-network', most: 60, seconds: 900, lease: 1, wider: 4 },
  tokenPerNetwork: { name: 'token-network', most: 120, seconds: 900, lease: 1, wider: 4 },
  /** Codes are short enough to be guessed by many networks together. */
  codePerNetwork: {
    name: 'code-network',
    most: 30,
    seconds: 900,
    lease: 1,
    wider: 4,
    ceiling: { most: 1000, seconds: 3600, each: 3 },
  },
} as const satisfies Record<string, Limit>;

/** As how many requests a route counts that makes this. Everything else is one. */
export const costs = { document: 10, check: 5 } as const;

/** How much of a limit is left, and in how many seconds it is whole again. */
interface Taken {
  readonly limit: Limit;
  readonly remaining: number;
  readonly seconds: number;
}

/** 429. Says the true time: in minutes when it is long. */
export class TooManyRequests extends AppError {
  constructor(
    readonly limit: Limit,
    readonly seconds: number,
  ) {
    super('too-many', 'http.too-many-requests', { seconds, minutes: seconds < 120 ? 0 : Math.ceil(seconds / 60) });
  }
}

/** The `RateLimit` headers (IETF draft). Of several limits the one told last holds. */
export function tellLimit(reply: FastifyReply, { limit, remaining, seconds }: Taken): void {
  reply.header('RateLimit-Policy', `"${limit.name}";q=${limit.most};w=${limit.seconds}`);
  reply.header('RateLimit', `"${limit.name}";r=${remaining};t=${seconds}`);
}

interface Lease {
  left: number;
  /** Of the whole bucket, as known at the last draw. */
  remaining: number;
  /** On this process's own stopwatch: its clock may be put back, and the window is the database's. */
  endsAt: number;
}

const MOST_LEASES = 20_000;

interface Part {
  readonly limit: Limit;
  readonly bucket: string;
}

/** What one request counts in: the key, and for an address the network around it. */
function partsOf(limit: Limit, key: string): [Part, ...Part[]] {
  if (limit.wider === undefined) return [{ limit, bucket: `${limit.name}:${key}` }];
  const { near, wide } = networkOf(key);
  const narrow = { limit, bucket: `${limit.name}:${near}` };
  if (wide === null) return [narrow];
  return [narrow, { limit: { ...limit, most: limit.most * limit.wider }, bucket: `${limit.name}:${wide}` }];
}

/** Limits counted in PostgreSQL and so shared by all replicas; each process draws small leases from them. */
@Injectable()
export class Limits {
  private readonly leases = new Map<string, Lease>();
  /** Draws under way, by bucket: of many requests at once, one asks the database and the others wait for it. */
  private readonly draws = new Map<string, Promise<void>>();

  private readonly log = new Logger(Limits.name);

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add(SWEEP);
  }

  /**
   * Takes one, or as many as the route costs. Throws 429 `http.too-many-requests` when the window is used up, of the key or of the network around it, and
   * takes nothing then. Answers what is left of the limit.
   */
  async take(limit: Limit, key: string, cost = 1): Promise<Taken> {
    return (await this.takeAll(limit, key, cost)).taken;
  }

  /** The same; also in which buckets it counted, for who may give it back. */
  private async takeAll(limit: Limit, key: string, cost = 1): Promise<{ taken: Taken; buckets: string[] }> {
    if (!this.config.limitsRequests)
      return { taken: { limit, remaining: limit.most, seconds: limit.seconds }, buckets: [] };
    const [narrow, ...around] = partsOf(limit, key);
    const taken = await this.draw(narrow.limit, narrow.bucket, cost);
    const buckets = [narrow.bucket];
    try {
      for (const wider of around) {
        await this.draw(wider.limit, wider.bucket, cost);
        buckets.push(wider.bucket);
      }
      if (limit.ceiling) buckets.push(...(await this.holdCeiling(limit, limit.ceiling, taken)));
    } catch (error) {
      // Of what is handed out in leases a few may be lost; where guesses are counted each one matters.
      if (limit.lease === 1) await this.putBack(buckets);
      throw error;
    }
    return { taken, buckets };
  }

  /**
   * Counts one over all keys. When they are too many together, each key has few: an attacker with many networks is slowed
   * down, and whoever guessed nothing wrong still gets in.
   */
  private async holdCeiling(
    limit: Limit,
    { most, seconds, each }: NonNullable<Limit['ceiling']>,
    taken: Taken,
  ): Promise<string[]> {
    const all: Limit = { name: `${limit.name}-everywhere`, most, seconds, lease: 1 };
    try {
      await this.draw(all, all.name);
      return [all.name];
    } catch (error) {
      if (!(error instanceof TooManyRequests)) throw error;
      if (limit.most - taken.remaining > each) throw new TooManyRequests(limit, taken.seconds);
      return [];
    }
  }

  /** So many from one bucket. */
  private async draw(limit: Limit, bucket: string, cost = 1): Promise<Taken> {
    for (;;) {
      const lease = this.leases.get(bucket);
      const seconds = lease ? Math.ceil((lease.endsAt - performance.now()) / 1000) : 0;
      if (lease && seconds > 0) {
        if (lease.left >= cost) {
          lease.left -= cost;
          return { limit, remaining: lease.remaining + lease.left, seconds };
        }
        if (lease.remaining === 0) throw new TooManyRequests(limit, seconds);
      }
      await this.renew(limit, bucket);
    }
  }

  /**
   * A guess, against all these limits. It counts only when `work` proves it wrong, with null: what was right, and what
   * could not be looked at (a full queue, a database that is away), is given back.
   */
  async guess<Result>(
    against: readonly (readonly [Limit, string])[],
    work: () => Promise<Result | null>,
  ): Promise<Result | null> {
    const counted: string[] = [];
    let isWrong = false;
    try {
      for (const [limit, key] of against) counted.push(...(await this.takeAll(limit, key)).buckets);
      const result = await work();
      isWrong = result === null;
      return result;
    } finally {
      if (!isWrong) await this.putBack(counted);
    }
  }

  /** What cannot be given back is lost until its window ends; whoever guessed right gets in all the same. */
  private async putBack(buckets: readonly string[]): Promise<void> {
    if (buckets.length === 0) return;
    await this.database
      .acrossOrganizations('no wrong guess', (tx) => tx.run(GIVE_BACK, [buckets]))
      .catch((error: unknown) => {
        const { code, name } = error as { code?: unknown; name?: unknown };
        this.log.warn(`a right guess stays counted: ${String(code ?? name)}`);
      });
    for (const bucket of buckets) this.leases.delete(bucket);
  }

  private renew(limit: Limit, bucket: string): Promise<void> {
    const underWay = this.draws.get(bucket);
    if (underWay !== undefined) return underWay;
    const draw = this.lease(limit, bucket)
      .then((lease) => {
        if (this.leases.size >= MOST_LEASES) this.leases.delete(this.leases.keys().next().value ?? '');
        const before = this.leases.get(bucket);
        // What was left is still ours, in the same window.
        if (before && before.endsAt > performance.now()) lease.left += before.left;
        this.leases.set(bucket, lease);
      })
      .finally(() => this.draws.delete(bucket));
    this.draws.set(bucket, draw);
    return draw;
  }

  private async lease(limit: Limit, bucket: string): Promise<Lease> {
    const row = await this.database.acrossOrganizations('count requests', (tx) =>
      tx.row<{ used: number; seconds_left: number }>(DRAW, [bucket, limit.seconds, limit.lease, limit.most]),
    );
    const used = row?.used ?? 0;
    return {
      left: Math.max(0, Math.min(limit.lease, limit.most - (used - limit.lease))),
      remaining: Math.max(0, limit.most - used),
      endsAt: performance.now() + Math.max(1, row?.seconds_left ?? limit.seconds) * 1000,
    };
  }
}
