import { hiddenAmong, type LinkedCount, outside } from './linked-counts.rules.js';

/**
 * The only place where small numbers are hidden. Every report, format, filter and chart gets its numbers through here,
 * before anything is rounded or drawn.
 *
 * Sources: CMS cell size policy (no count of 1–10, nothing that lets one be derived, zero may be shown); Washington
 * Department of Health (secondary suppression, ends of shares coded); 29 U.S.C. 3141(d)(6)(C).
 */
export interface SuppressionPolicy {
  /** Counts from 1 to below this are hidden. The operator may raise it; the settings refuse less than ten. */
  readonly threshold: number;
}

/** Fewest people that a rate is built on; below it, pool periods. */
export const rateDenominator = 20;
/** Below this denominator the ends of a rate are told as "under 5" and "over 95". */
const codedEndsBelow = 40;

/** A number as it may be published: never blank, never 0 in place of a hidden one. */
export type Shown = { value: number; suppressed: false } | { value: null; suppressed: true };

const hide: Shown = { value: null, suppressed: true };
const show = (value: number): Shown => ({ value, suppressed: false });

/** Small, but not zero. */
export const isSmall = (count: number, { threshold }: SuppressionPolicy): boolean => count > 0 && count < threshold;

/** One count out of `of`, where both are published: neither it nor its complement may be small. */
export function suppressCount(count: number, of: number, policy: SuppressionPolicy): Shown {
  return isSmall(count, policy) || isSmall(of - count, policy) ? hide : show(count);
}

/**
 * Counts that add up in any way (see `linked-counts.rules.ts`): the secondary suppression goes over all of them.
 * `alsoHide`: keys that another table of the same publication hides.
 */
export function suppressLinked(
  counts: readonly LinkedCount[],
  policy: SuppressionPolicy,
  alsoHide: readonly string[] = [],
): Map<string, Shown> {
  const small = counts.filter(({ value }) => isSmall(value, policy));
  const hidden = hiddenAmong(counts, {
    isSmall: (value) => isSmall(value, policy),
    secret: new Set([...small.map(({ key }) => key), ...alsoHide]),
  });
  return new Map(counts.map(({ key, value }) => [key, hidden.has(key) ? hide : show(value)]));
}

/** One number and its breakdown into parts that do not overlap. */
export function suppressPartition<Part extends string>(
  parts: Readonly<Record<Part, number>>,
  policy: SuppressionPolicy,
  alsoHide: readonly Part[] = [],
): { total: Shown; parts: Record<Part, Shown> } {
  const names = Object.keys(parts) as Part[];
  const total = names.reduce((sum, name) => sum + parts[name], 0);
  const shown = suppressLinked(
    [
      { key: 'total', from: outside, to: 'line', value: total, isTotal: true },
      ...names.map((name) => ({ key: `part ${name}`, from: 'line', to: outside, value: parts[name] })),
    ],
    policy,
    alsoHide.map((name) => `part ${name}`),
  );
  return {
    total: shown.get('total') ?? hide,
    parts: Object.fromEntries(names.map((name) => [name, shown.get(`part ${name}`) ?? hide])) as Record<Part, Shown>,
  };
}

export interface ShownTable {
  cells: Shown[][];
  rowTotals: Shown[];
  columnTotals: Shown[];
  total: Shown;
}

/**
 * A table of counts with its totals. Every row has as many cells as the first.
 * @internal No report shows one yet: with it the tests attack what hides the linked counts of all reports.
 */
export function suppressTable(rows: readonly (readonly number[])[], policy: SuppressionPolicy): ShownTable {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const columns = rows[0]?.map((_, column) => rows.map((row) => row[column] ?? 0)) ?? [];
  const counts: LinkedCount[] = [
    { key: 'total', from: 'totals of columns', to: 'totals of rows', value: sum(rows.map(sum)), isTotal: true },
    ...rows.flatMap((row, at) => [
      { key: `row ${at}`, from: 'totals of rows', to: `row ${at}`, value: sum(row), isTotal: true },
      ...row.map((value, column) => ({ key: `${at} ${column}`, from: `row ${at}`, to: `column ${column}`, value })),
    ]),
    ...columns.map((column, at) => ({
      key: `column ${at}`,
      from: `column ${at}`,
      to: 'totals of columns',
      value: sum(column),
      isTotal: true,
    })),
  ];
  const shown = suppressLinked(counts, policy);
  const get = (key: string): Shown => shown.get(key) ?? hide;
  return {
    cells: rows.map((row, at) => row.map((_, column) => get(`${at} ${column}`))),
    rowTotals: rows.map((_, at) => get(`row ${at}`)),
    columnTotals: columns.map((_, at) => get(`column ${at}`)),
    total: get('total'),
  };
}

/**
 * Counts that only fall, each one part of the one before ("reached at least this stage"). The difference of any two
 * shown ones is a count of people as well, so it is zero or not small.
 */
export function suppressChain(counts: readonly number[], policy: SuppressionPolicy): Shown[] {
  let last: number | null = null;
  return counts.map((count) => {
    if (isSmall(count, policy) || (last !== null && isSmall(last - count, policy))) return hide;
    last = count;
    return show(count);
  });
}

/** A rate in whole per cent. `coded` marks an end: `under` 5 or `over` 95, told for small groups instead of 0 and 100. */
export type ShownRate =
  | { percent: number; coded: null | 'under' | 'over'; suppressed: false }
  | { percent: null; coded: null; suppressed: true };

/**
 * The rate of two published counts. Hidden when one of them is hidden, when the group is under twenty, or when the
 * complement is small.
 */
export function suppressRate(part: Shown, of: Shown, policy: SuppressionPolicy): ShownRate {
  const hidden: ShownRate = { percent: null, coded: null, suppressed: true };
  if (part.suppressed || of.suppressed || of.value < rateDenominator) return hidden;
  if (suppressCount(part.value, of.value, policy).suppressed) return hidden;
  const percent = Math.round((100 * part.value) / of.value);
  if (of.value < codedEndsBelow && percent < 5) return { percent: 5, coded: 'under', suppressed: false };
  if (of.value < codedEndsBelow && percent > 95) return { percent: 95, coded: 'over', suppressed: false };
  return { percent, coded: null, suppressed: false };
}

/** Quartiles of a measure over `n` cases, in the unit of the measure. */
export interface Quartiles {
  n: number;
  p25: number;
  median: number;
  p75: number;
}
export type ShownQuartiles =
  | { p25: number; median: number; p75: number; suppressed: false }
  /** Not suppressed and still null: there is no case. */
  | { p25: null; median: null; p75: null; suppressed: boolean };

/**
 * Quartiles need as many cases as a count does, and are rounded to whole units. `n` does not come out: the counts
 * beside it are linked, and hidden together.
 */
export function suppressQuartiles(measure: Quartiles | null, policy: SuppressionPolicy): ShownQuartiles {
  if (!measure || measure.n < policy.threshold) {
    return { p25: null, median: null, p75: null, suppressed: measure !== null && measure.n > 0 };
  }
  const { p25, median, p75 } = measure;
  return { p25: Math.round(p25), median: Math.round(median), p75: Math.round(p75), suppressed: false };
}
