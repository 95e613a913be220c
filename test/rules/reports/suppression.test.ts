import { describe, expect, it } from '@jest/globals';
import {
  hiddenAmong,
  type LinkedCount,
  outside,
} from '../../../src/features/reports/suppression/linked-counts.rules.js';
import {
  type Shown,
  type SuppressionPolicy,
  suppressChain,
  suppressCount,
  suppressLinked,
  suppressPartition,
  suppressQuartiles,
  suppressRate,
  suppressTable,
} from '../../../src/features/reports/suppression/suppression.rules.js';

const policy = { threshold: 11 };
const shown = (value: number): Shown => ({ value, suppressed: false });
const hidden: Shown = { value: null, suppressed: true };
const values = (cells: readonly Shown[]) => cells.map(({ value }) => value);

/** A small generator (mulberry32), so that a failure can be played again. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
/** Counts as reports have them: many zeros, many small ones, some large. */
const someCount = (next: () => number): number => {
  const kind = next();
  if (kind < 0.25) return 0;
  return Math.floor(next() * (kind < 0.65 ? 12 : 60));
};

/**
 * The attacker: knows every shown number, all totals, and that no hidden count is zero unless it really is. Tries every
 * way of moving the hidden counts by one and keeps all sums. Finds another solution for `key`, or null.
 */
function otherSolution(counts: readonly LinkedCount[], hiddenKeys: ReadonlySet<string>, key: string) {
  const covered = counts.filter((count) => hiddenKeys.has(count.key));
  // The count in question first, then its neighbours, so that a wrong start is seen early.
  const order = [...covered].sort((a, b) => Number(b.key === key) - Number(a.key === key));
  const lines = [...new Set(counts.flatMap(({ from, to }) => [from, to]))].filter((line) => line !== outside);
  const open = new Map(
    lines.map((line) => [line, covered.filter(({ from, to }) => from === line || to === line).length]),
  );
  const balance = new Map(lines.map((line) => [line, 0]));
  const change = new Map<string, number>();
  const add = (map: Map<string, number>, line: string, by: number) =>
    map.has(line) && map.set(line, (map.get(line) ?? 0) + by);
  const step = (at: number): boolean => {
    const count = order[at];
    if (!count) return true;
    for (const by of count.key === key ? [1, -1] : [0, 1, -1]) {
      if (by < 0 && count.value <= 1) continue;
      change.set(count.key, by);
      for (const [line, sign] of [
        [count.from, -1],
        [count.to, 1],
      ] as const) {
        add(balance, line, sign * by);
        add(open, line, -1);
      }
      const fits = lines.every((line) => Math.abs(balance.get(line) ?? 0) <= (open.get(line) ?? 0));
      if (fits && step(at + 1)) return true;
      for (const [line, sign] of [
        [count.from, -1],
        [count.to, 1],
      ] as const) {
        add(balance, line, -sign * by);
        add(open, line, 1);
      }
    }
    change.delete(count.key);
    return false;
  };
  return step(0) ? change : null;
}

/** Every hidden key that the attacker can compute. */
function computable(counts: readonly LinkedCount[], hiddenKeys: ReadonlySet<string>): string[] {
  return [...hiddenKeys].filter((key) => {
    const change = otherSolution(counts, hiddenKeys, key);
    if (!change) return true;
    // Proof, not trust: the other solution keeps every sum and differs here.
    const of = ({ key: name, value }: LinkedCount) => value + (change.get(name) ?? 0);
    for (const line of new Set(counts.flatMap(({ from, to }) => [from, to]))) {
      if (line === outside) continue;
      const sum = (side: 'from' | 'to') =>
        counts.filter((count) => count[side] === line).reduce((total, count) => total + of(count), 0);
      if (sum('from') !== sum('to')) throw new Error('the attacker made a mistake');
    }
    return (change.get(key) ?? 0) === 0;
  });
}

const linkedTable = (rows: readonly (readonly number[])[]): LinkedCount[] => {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, value) => total + value, 0);
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
  return [
    { key: 'all', from: 'C', to: 'R', value: sum(rows.flat()), isTotal: true },
    ...rows.map((row, at) => ({ key: `r${at}`, from: 'R', to: `r${at}`, value: sum(row), isTotal: true })),
    ...columns.map((column, at) => ({ key: `c${at}`, from: `c${at}`, to: 'C', value: sum(column), isTotal: true })),
    ...rows.flatMap((row, at) =>
      row.map((value, column) => ({ key: `${at}.${column}`, from: `r${at}`, to: `c${column}`, value })),
    ),
  ];
};
const someTable = (next: () => number, rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => someCount(next)));
const hiddenKeysOf = (map: ReadonlyMap<string, Shown>) =>
  new Set([...map].filter(([, { suppressed }]) => suppressed).map(([key]) => key));

describe('the threshold', () => {
  it('hides one to ten, shows zero and eleven, and hides a small complement', () => {
    expect(values([0, 1, 10, 11].map((count) => suppressCount(count, 100, policy)))).toEqual([0, null, null, 11]);
    expect(values([89, 90, 99, 100].map((count) => suppressCount(count, 100, policy)))).toEqual([89, null, null, 100]);
  });

  it('never shows a hidden count as zero or blank', () => {
    expect(suppressCount(3, 100, policy)).toEqual({ value: null, suppressed: true });
  });
});

describe('a breakdown', () => {
  it('hides a second part where the first could be computed from the total', () => {
    const { total, parts } = suppressPartition({ a: 5, b: 20, c: 40 }, policy);
    expect(total).toEqual(shown(65));
    expect(parts).toEqual({ a: hidden, b: hidden, c: shown(40) });
  });

  it('hides a third where two small ones together are still small', () => {
    expect(suppressPartition({ a: 2, b: 3, c: 20, d: 40 }, policy).parts).toEqual({
      a: hidden,
      b: hidden,
      c: hidden,
      d: shown(40),
    });
  });

  it('shows zeros, and hides nothing when nothing is small', () => {
    expect(values(Object.values(suppressPartition({ a: 0, b: 20, c: 40 }, policy).parts))).toEqual([0, 20, 40]);
  });

  it('hides everything but zeros when the whole is small', () => {
    const { total, parts } = suppressPartition({ a: 0, b: 3, c: 4 }, policy);
    expect([total, parts.b, parts.c]).toEqual([hidden, hidden, hidden]);
    expect(parts.a).toEqual(shown(0));
  });
});

describe('an attacker who sees a published table with its totals', () => {
  it('does find what is only hidden where it is small: the check can fail', () => {
    const counts = linkedTable([
      [5, 20],
      [30, 40],
    ]);
    expect(computable(counts, new Set(['0.0']))).toEqual(['0.0']);
    // Two hidden in each row and column except for one bridge between two loops: still computable.
    const bridge = linkedTable(Array.from({ length: 4 }, () => [20, 20, 20, 20]));
    const loops = new Set(['0.0', '0.1', '1.0', '1.1', '2.2', '2.3', '3.2', '3.3', '1.2']);
    expect(computable(bridge, loops)).toEqual(['1.2']);
  });

  const tables: [string, number, number, SuppressionPolicy, number][] = [
    ['2 × 2', 2, 2, policy, 400],
    ['3 × 3', 3, 3, policy, 250],
    ['2 × 5', 2, 5, policy, 150],
    ['4 × 4', 4, 4, policy, 60],
    ['3 × 3, threshold 10', 3, 3, { threshold: 10 }, 100],
  ];
  it.each(tables)('cannot compute any hidden count: %s', (_, rows, columns, rules, runs) => {
    const next = random(rows * 100 + columns);
    let covered = 0;
    for (let run = 0; run < runs; run += 1) {
      const counts = linkedTable(someTable(next, rows, columns));
      const keys = hiddenKeysOf(suppressLinked(counts, rules));
      covered += keys.size;
      const found = computable(counts, keys);
      if (found.length > 0) throw new Error(`${found} of ${JSON.stringify(counts)}`);
    }
    expect(covered).toBeGreaterThan(runs);
  });

  it('finds no small count among the shown ones, and no small sum of the hidden ones of one line', () => {
    const next = random(11);
    for (let run = 0; run < 300; run += 1) {
      const counts = linkedTable(someTable(next, 3, 4));
      const keys = hiddenKeysOf(suppressLinked(counts, policy));
      for (const { key, value } of counts) if (!keys.has(key)) expect(value > 0 && value < 11).toBe(false);
      for (const line of ['R', 'C', 'r0', 'r1', 'r2', 'c0', 'c1', 'c2', 'c3']) {
        const side = (name: 'from' | 'to') => counts.filter((count) => count[name] === line && keys.has(count.key));
        const [ins, outs] = [side('to'), side('from')];
        if (ins.length > 0 && outs.length > 0) continue;
        const sum = [...ins, ...outs].reduce((total, { value }) => total + value, 0);
        expect(sum > 0 && sum < 11).toBe(false);
      }
    }
  });

  it('sees a table in which most large counts are still there: hiding all is no answer', () => {
    const next = random(5);
    const big = () => 15 + Math.floor(next() * 50);
    let visible = 0;
    const runs = 100;
    for (let run = 0; run < runs; run += 1) {
      const rows = Array.from({ length: 5 }, () => Array.from({ length: 5 }, big));
      (rows[0] as number[])[0] = 4;
      const table = suppressTable(rows, policy);
      visible += table.cells.flat().filter(({ suppressed }) => !suppressed).length;
      expect([...table.rowTotals, ...table.columnTotals, table.total].every(({ suppressed }) => !suppressed)).toBe(
        true,
      );
    }
    expect(visible / runs).toBeGreaterThan(20.5); // of 25: one is small, three hide it
  });

  it('gets the same answer for the same table, in its own shape', () => {
    const rows = [
      [5, 20, 30],
      [30, 40, 50],
    ];
    expect(suppressTable(rows, policy)).toEqual(suppressTable(rows, policy));
    const { cells, rowTotals, columnTotals, total } = suppressTable(rows, policy);
    expect([cells.length, cells[0]?.length, rowTotals.length, columnTotals.length]).toEqual([2, 3, 2, 3]);
    expect(cells[0]?.[0]).toEqual(hidden);
    expect(total).toEqual(shown(175));
    expect(suppressTable([], policy)).toEqual({ cells: [], rowTotals: [], columnTotals: [], total: shown(0) });
  });

  it('does not slow down a table as large as a page', () => {
    const rows = someTable(random(3), 20, 12);
    const start = process.cpuUsage();
    suppressTable(rows, policy);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(30_000); // an engine that tries all combinations never ends
  });
});

describe('a chain of counts that only fall', () => {
  it('hides a count next to which a small difference would stand', () => {
    expect(values(suppressChain([100, 95, 60, 55, 20, 5, 0], policy))).toEqual([100, null, 60, null, 20, null, 0]);
    expect(values(suppressChain([100, 100, 40, 40, 0, 0], policy))).toEqual([100, 100, 40, 40, 0, 0]);
    expect(values(suppressChain([8, 8, 3, 0], policy))).toEqual([null, null, null, 0]);
  });

  it('never lets two shown counts give a small difference, nor a hidden one a single value', () => {
    const next = random(17);
    let covered = 0;
    for (let run = 0; run < 2000; run += 1) {
      const chain: number[] = [someCount(next) + someCount(next) + someCount(next)];
      while (chain.length < 11) chain.push(Math.max(0, (chain.at(-1) ?? 0) - (next() < 0.3 ? 0 : someCount(next))));
      const published = suppressChain(chain, policy);
      const seen = published.flatMap(({ value }) => (value === null ? [] : [value]));
      const small = seen
        .flatMap((high) => [high, ...seen.map((low) => high - low)])
        .filter((count) => count > 0 && count < 11);
      expect(small).toEqual([]);
      published.forEach(({ suppressed }, at) => {
        if (!suppressed) return;
        covered += 1;
        const above = published.slice(0, at).findLast(({ value }) => value !== null)?.value ?? Number.POSITIVE_INFINITY;
        const below = published.slice(at).find(({ value }) => value !== null)?.value ?? 1;
        expect(above - below).toBeGreaterThanOrEqual(1);
      });
    }
    expect(covered).toBeGreaterThan(2000);
  });
});

describe('a rate', () => {
  it('needs twenty people and two shown counts', () => {
    expect(suppressRate(shown(0), shown(19), policy).suppressed).toBe(true);
    expect(suppressRate(hidden, shown(100), policy).suppressed).toBe(true);
    expect(suppressRate(shown(50), hidden, policy).suppressed).toBe(true);
    expect(suppressRate(shown(50), shown(100), policy)).toEqual({ percent: 50, coded: null, suppressed: false });
  });

  it('hides what tells a small complement', () => {
    expect(suppressRate(shown(95), shown(100), policy).suppressed).toBe(true);
  });

  it('is in whole per cent, with coded ends for a small group', () => {
    expect(suppressRate(shown(33), shown(99), policy).percent).toBe(33);
    expect(suppressRate(shown(0), shown(39), policy)).toEqual({ percent: 5, coded: 'under', suppressed: false });
    expect(suppressRate(shown(39), shown(39), policy)).toEqual({ percent: 95, coded: 'over', suppressed: false });
    expect(suppressRate(shown(40), shown(40), policy).percent).toBe(100);
  });
});

it('shows quartiles from eleven cases on, in whole units', () => {
  const measure = { p25: 10.4, median: 20.5, p75: 30.6 };
  expect(suppressQuartiles({ n: 10, ...measure }, policy)).toEqual({
    p25: null,
    median: null,
    p75: null,
    suppressed: true,
  });
  expect(suppressQuartiles({ n: 11, ...measure }, policy)).toEqual({ p25: 10, median: 21, p75: 31, suppressed: false });
  expect(suppressQuartiles(null, policy).suppressed).toBe(false);
});

it('shows again what could be computed anyway', () => {
  const counts: LinkedCount[] = [
    { key: 'whole', from: outside, to: 'x', value: 30, isTotal: true },
    { key: 'only', from: 'x', to: outside, value: 30 },
  ];
  expect(hiddenAmong(counts, { isSmall: (value) => value > 0 && value < 11, secret: new Set() }).size).toBe(0);
});
