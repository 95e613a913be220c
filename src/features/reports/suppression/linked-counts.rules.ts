/**
 * Counts that add up, as a flow: each count runs from one line to another, and on each line what comes in equals what
 * goes out. A table with totals, a breakdown of one number and a chain of breakdowns are all such flows, so one audit
 * serves them: a hidden count cannot be recomputed when another whole-number solution with another value exists, and
 * that is so when the flow can be turned round a loop through it.
 */
export interface LinkedCount {
  key: string;
  from: string;
  to: string;
  value: number;
  /** Hidden only when no part is left to hide. */
  isTotal?: boolean;
}

/** Where counts come from and go to that are part of no sum. */
export const outside = 'outside';

type IsSmall = (value: number) => boolean;

/**
 * The keys to hide: the secret ones, and the cheapest others it takes that no secret one, and no small sum of hidden
 * ones on one line, can be computed from what is left. Assumes an attacker who knows that a hidden count is not zero.
 * Each secret gets a loop of hidden counts through it: the shortest path of the network heuristic for complementary
 * cell suppression (Cox 1995; Castro 2002), small parts before large ones, totals after parts, zeros last.
 */
export function hiddenAmong(
  counts: readonly LinkedCount[],
  { isSmall, secret }: { isSmall: IsSmall; secret: ReadonlySet<string> },
): Set<string> {
  const hidden = new Set(secret);
  const guarded = new Set(secret);
  const lines = [...new Set(counts.flatMap(({ from, to }) => [from, to]))].filter((line) => line !== outside);
  for (let before = -1; before !== hidden.size; ) {
    before = hidden.size;
    for (const count of counts) {
      if (guarded.has(count.key)) for (const { key } of cheapestLoop(count, counts, hidden) ?? []) hidden.add(key);
    }
    for (const line of lines) {
      const next = missingOn(line, counts, hidden, isSmall);
      if (next) for (const keys of [hidden, guarded]) keys.add(next.key);
    }
  }
  // What can be computed anyway protects nothing: show it.
  const isBare = (count: LinkedCount) =>
    (cheapestLoop(count, counts, hidden) ?? []).some(({ key }) => !hidden.has(key));
  for (const count of counts) {
    if (hidden.has(count.key) && !guarded.has(count.key) && isBare(count)) hidden.delete(count.key);
  }
  return hidden;
}

/** The next count to hide on a line whose hidden ones stand on one side only and add up to a small sum. */
function missingOn(
  line: string,
  counts: readonly LinkedCount[],
  hidden: ReadonlySet<string>,
  isSmall: IsSmall,
): LinkedCount | undefined {
  const [ins, outs] = [counts.filter(({ to }) => to === line), counts.filter(({ from }) => from === line)];
  const covered = (side: readonly LinkedCount[]) => side.filter(({ key }) => hidden.has(key));
  const [coveredIns, coveredOuts] = [covered(ins), covered(outs)];
  if (coveredIns.length > 0 === coveredOuts.length > 0) return undefined;
  const sum = [...coveredIns, ...coveredOuts].reduce((total, { value }) => total + value, 0);
  if (!isSmall(sum)) return undefined;
  return (coveredIns.length > 0 ? ins : outs)
    .filter(({ key, value }) => value > 0 && !hidden.has(key))
    .sort((a, b) => a.value - b.value)[0];
}

/**
 * The cheapest loop through a count along which all could be one more or one less, without the count itself; null when
 * there is none at all. It costs nothing when it runs along hidden counts only: then the count can vary already.
 */
function cheapestLoop(
  count: LinkedCount,
  counts: readonly LinkedCount[],
  hidden: ReadonlySet<string>,
): LinkedCount[] | null {
  const others = counts.filter(({ key }) => key !== count.key);
  const dearest = others.reduce((sum, { value }) => sum + value, 1);
  const cost = ({ key, value, isTotal }: LinkedCount): number => {
    if (hidden.has(key)) return 0;
    return value === 0 ? dearest ** 2 : isTotal ? dearest + value : value;
  };
  const more = cheapestPath(count.to, count.from, others, cost);
  const less = count.value > 1 ? cheapestPath(count.from, count.to, others, cost) : null;
  return !less || (more && more.cost <= less.cost) ? (more?.along ?? null) : less.along;
}

/** The cheapest way between two lines; against a count's direction only where it could be one less and not zero. */
function cheapestPath(
  start: string,
  goal: string,
  counts: readonly LinkedCount[],
  cost: (count: LinkedCount) => number,
): { cost: number; along: LinkedCount[] } | null {
  const best = new Map<string, { cost: number; by?: LinkedCount; back?: string }>([[start, { cost: 0 }]]);
  const reach = (back: string, to: string, by: LinkedCount): boolean => {
    const soFar = best.get(back);
    if (!soFar || soFar.cost + cost(by) >= (best.get(to)?.cost ?? Number.POSITIVE_INFINITY)) return false;
    best.set(to, { cost: soFar.cost + cost(by), by, back });
    return true;
  };
  for (let isBetter = true; isBetter; ) {
    isBetter = false;
    for (const count of counts) {
      if (reach(count.from, count.to, count)) isBetter = true;
      if (count.value > 1 && reach(count.to, count.from, count)) isBetter = true;
    }
  }
  const end = best.get(goal);
  if (!end) return null;
  const along: LinkedCount[] = [];
  for (let step = end; step.by && step.back !== undefined; ) {
    along.push(step.by);
    const back = best.get(step.back);
    if (!back) break;
    step = back;
  }
  return { cost: end.cost, along };
}
