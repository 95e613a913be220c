import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../kernel/errors.js';
import { CONFIG, type Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import { sweepOf } from '../database/sweeps.js';
import { Housekeeping } from '../jobs/housekeeping.js';

/** So many in so many seconds. `lease`: how many one process may draw at once, so that not each request asks the database. */
export interface Limit {
  readonly name: string;
  readonly most: number;
  readonly seconds: number;
  readonly lease: number;
}

export const limits = {
  /** Of all that needs no sign-in, and of sign-ins that fail. A whole agency may stand behind one address. */
  perNetwork: { name: 'network', most: 1200, seconds: 60, lease: 60 },
  perUser: { name: 'user', most: 1200, seconds: 60, lease: 60 },
  signInPerAccount: { name: 'sign-in-account', most: 10, seconds: 900, lease: 1 },
  signInPerNetwork: { name: 'sign-in-network', most: 60, seconds: 900, lease: 1 },
  tokenPerNetwork: { name: 'token-network', most: 120, seconds: 900, lease: 1 },
  codePerNetwork: { name: 'code-network', most: 30, seconds: 900, lease: 1 },
} as const satisfies Record<string, Limit>;

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

/** Draws up to `$3` from the bucket's window, or opens a new window. Answers what was granted and when it ends. */
const DRAW = statement(
  'http.limits.draw',
  `insert into request_counters as c (bucket, window_ends_at, used)
   values ($1, now() + make_interval(secs => $2), $3)
   on conflict (bucket) do update set
     used = case when c.window_ends_at <= now() then $3 else least(c.used, $4) + $3 end,
     window_ends_at = case when c.window_ends_at <= now() then excluded.window_ends_at else c.window_ends_at end
   returning used, extract(epoch from window_ends_at - now())::int as seconds_left`,
);

const GIVE_BACK = statement(
  'http.limits.give-back',
  'update request_counters set used = greatest(used - 1, 0) where bucket = $1',
);

const SWEEP = sweepOf('http.limits.sweep', 'request_counters', 'window_ends_at < now()');

interface Lease {
  left: number;
  /** Of the whole bucket, as known at the last draw. */
  remaining: number;
  endsAt: number;
}

const MOST_LEASES = 20_000;

/** Limits counted in PostgreSQL and so shared by all replicas; each process draws small leases from them. */
@Injectable()
export class Limits {
  private readonly leases = new Map<string, Lease>();
  /** Draws under way, by bucket: of many requests at once, one asks the database and the others wait for it. */
  private readonly draws = new Map<string, Promise<void>>();

  constructor(
    private readonly database: Database,
    @Inject(CONFIG) private readonly config: Config,
    housekeeping: Housekeeping,
  ) {
    housekeeping.add(SWEEP);
  }

  /** Takes one. Throws 429 `http.too-many-requests` when the window is used up. Answers what is left of the limit. */
  async take(limit: Limit, key: string): Promise<Taken> {
    if (!this.config.limitsRequests) return { limit, remaining: limit.most, seconds: limit.seconds };
    const bucket = `${limit.name}:${key}`;
    for (;;) {
      const lease = this.leases.get(bucket);
      const seconds = lease ? Math.ceil((lease.endsAt - Date.now()) / 1000) : 0;
      if (lease && seconds > 0) {
        if (lease.left > 0) {
          lease.left -= 1;
          return { limit, remaining: lease.remaining + lease.left, seconds };
        }
        if (lease.remaining === 0) throw new TooManyRequests(limit, seconds);
      }
      await this.renew(limit, bucket);
    }
  }

  /** Gives one back: limits on guessing count what was wrong, so that nobody who knows the password is locked out. */
  async giveBack(limit: Limit, key: string): Promise<void> {
    if (!this.config.limitsRequests) return;
    const bucket = `${limit.name}:${key}`;
    await this.database.acrossOrganizations('a guess was right', (tx) => tx.run(GIVE_BACK, [bucket]));
    this.leases.delete(bucket);
  }

  private renew(limit: Limit, bucket: string): Promise<void> {
    const underWay = this.draws.get(bucket);
    if (underWay !== undefined) return underWay;
    const draw = this.draw(limit, bucket)
      .then((lease) => {
        if (this.leases.size >= MOST_LEASES) this.leases.delete(this.leases.keys().next().value ?? '');
        this.leases.set(bucket, lease);
      })
      .finally(() => this.draws.delete(bucket));
    this.draws.set(bucket, draw);
    return draw;
  }

  private async draw(limit: Limit, bucket: string): Promise<Lease> {
    const row = await this.database.acrossOrganizations('count requests', (tx) =>
      tx.row<{ used: number; seconds_left: number }>(DRAW, [bucket, limit.seconds, limit.lease, limit.most]),
    );
    const used = row?.used ?? 0;
    return {
      left: Math.max(0, Math.min(limit.lease, limit.most - (used - limit.lease))),
      remaining: Math.max(0, limit.most - used),
      endsAt: Date.now() + Math.max(1, row?.seconds_left ?? limit.seconds) * 1000,
    };
  }
}
