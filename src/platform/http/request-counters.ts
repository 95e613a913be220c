import { statement } from '../database/statement.js';
import { sweepOf } from '../database/sweeps.js';

/** A window that has ended, or that ends later than any could: the database's own clock was put back. */
const OVER = `(c.window_ends_at <= now() or c.window_ends_at > now() + make_interval(secs => $2 + 60))`;

/** Draws up to `$3` from the bucket's window, or opens a new window. Answers what was granted and when it ends. */
export const DRAW = statement(
  'http.limits.draw',
  `insert into request_counters as c (bucket, window_ends_at, used)
   values ($1, now() + make_interval(secs => $2), $3)
   on conflict (bucket) do update set
     used = case when ${OVER} then $3 else least(c.used, $4) + $3 end,
     window_ends_at = case when ${OVER} then excluded.window_ends_at else c.window_ends_at end
   returning used, extract(epoch from window_ends_at - now())::int as seconds_left`,
);

/** Always in one order: the counter of a network is everybody's in it. */
export const GIVE_BACK = statement(
  'http.limits.give-back',
  `with held as materialized (
     select bucket from request_counters where bucket = any($1) order by bucket for update)
   update request_counters c set used = greatest(used - 1, 0) from held where c.bucket = held.bucket`,
);

export const SWEEP = sweepOf('http.limits.sweep', 'request_counters', 'window_ends_at < now()');
