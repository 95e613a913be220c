import { describe, expect, it } from '@jest/globals';
import { type LinkedCount, outside } from '../../../src/features/reports/suppression/linked-counts.rules.js';
import {
  type SuppressionPolicy,
  suppressionPolicy,
  suppressLinked,
  suppressPartition,
} from '../../../src/features/reports/suppression/suppression.rules.js';
import { refusalOf } from '../refusal.js';

const policy = suppressionPolicy();
const forPublication = suppressionPolicy({ hideUnanimous: true });
type Parts = Readonly<Record<string, number>>;

/** Names of what is hidden in one number and its parts: as the parts go out of the number, and as they come into it. */
function hiddenIn(parts: Parts, by: SuppressionPolicy, alsoHide: readonly string[] = []): string[][] {
  const value = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const names = Object.keys(parts);
  const into = { from: outside, to: 'line' };
  const away = { from: 'line', to: outside };
  const ways = [
    { total: into, part: away },
    { total: away, part: into },
  ].map(({ total, part }): LinkedCount[] => [
    { key: 'total', ...total, value, isTotal: true },
    ...names.map((key) => ({ key, ...part, value: parts[key] ?? 0 })),
  ]);
  return ways.map((counts) =>
    [...suppressLinked(counts, by, alsoHide)].filter(([, { suppressed }]) => suppressed).map(([key]) => key),
  );
}
const both = (...names: string[]): string[][] => [names, names];

describe('what is hidden beside small parts', () => {
  it('is the smallest that is not zero, whichever way the parts add up', () => {
    expect(hiddenIn({ a: 3, b: 4, large: 50, zero: 0, next: 20 }, policy)).toEqual(both('a', 'b', 'next'));
  });

  it('is also what another table hides', () => {
    expect(hiddenIn({ hired: 40, rejected: 60, open: 70 }, policy)).toEqual(both());
    expect(hiddenIn({ hired: 40, rejected: 60, open: 70 }, policy, ['hired'])).toEqual(both('hired', 'rejected'));
    const counted: Parts = { hired: 40, rejected: 60, open: 70 };
    const { parts, total } = suppressPartition<string>(counted, policy, ['hired']);
    expect([parts.hired, parts.rejected, parts.open, total].map((shown) => shown?.suppressed)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('for publication', () => {
  it('a total that lies in one part alone is not told, nor the zeros that would tell it', () => {
    expect(hiddenIn({ rejected: 40, hired: 0 }, forPublication)).toEqual(both('rejected', 'hired'));
    expect(hiddenIn({ rejected: 40, hired: 0 }, policy)).toEqual(both());
  });

  it('a total in two parts, of one part only, or of nobody tells nothing', () => {
    expect(hiddenIn({ rejected: 40, hired: 20, open: 0 }, forPublication)).toEqual(both());
    expect(hiddenIn({ rejected: 40 }, forPublication)).toEqual(both());
    expect(hiddenIn({ rejected: 0, hired: 0 }, forPublication)).toEqual(both());
  });
});

it('a threshold that is too low is refused with the lowest there may be', () => {
  expect(refusalOf(() => suppressionPolicy({ threshold: 9 }))).toEqual([
    'refused',
    'report.threshold-too-low',
    { threshold: 9, lowest: 10 },
  ]);
});
