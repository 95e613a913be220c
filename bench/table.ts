import { cpu, type Figures, type Slice } from './figures.js';

/** Placeholder goals come next. */
const f = (value: number | undefined, digits = 0): string => (value === undefined ? '–' : value.toFixed(digits));

/** What was measured, contender by contender. */
export function caseTable(figures: Figures): string {
  const rows = ['| case | contender | per second | p50 ms | p99 ms | CPU server µs | CPU PostgreSQL µs | throughput to bare | CPU to bare |', '|---|---|---|---|---|---|---|---|---|'];
  for (const [name, measured] of figures.cases) {
    for (const contender of measured.slices.keys()) {
      const middle = (of: (slice: Slice) => number): number | undefined => measured.middle(contender, of);
      rows.push(
        `| ${name} | ${contender} | ${f(middle((s) => s.perSecond))} | ${f(middle((s) => s.p50), 1)} | ${f(middle((s) => s.p99), 1)} | ${f(middle((s) => s.server))} | ${f(middle((s) => s.postgres))} | ${f(measured.ratio(contender, 'bare', (s) => s.perSecond), 2)} | ${f(measured.ratio(contender, 'bare', cpu), 2)} |`,
      );
    }
  }
  return `${rows.join('\n')}\n`;
}
export const goalTable = (_figures: Figures): string => '';
export const missed = (_figures: Figures): string[] => [];
