import { cpu, type Figures, type Slice } from './figures.js';
import { goals, isReached, type Reached } from './goals.js';

/** Two runs of the same code differ: a gate closes only at what misses its goal by more than this. */
const MARGIN = 1.25;

const round = (value: number | undefined, digits = 0): string => (value === undefined ? '–' : value.toFixed(digits));
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const head = (cells: readonly string[]): string => `${row(cells)}\n${row(cells.map(() => '---'))}`;

/** What was measured, contender by contender. */
export function caseTable({ cases }: Figures): string {
  const titles = ['contender', 'per second', 'p50 ms', 'p99 ms', 'CPU server µs', 'CPU PostgreSQL µs'];
  const rows = [head(['case', ...titles, 'throughput to bare', 'CPU to bare'])];
  for (const [name, measured] of cases) {
    for (const contender of measured.slices.keys()) {
      const middle = (of: (slice: Slice) => number, digits = 0): string =>
        round(measured.middle(contender, of), digits);
      rows.push(
        row([
          name,
          contender,
          middle(({ perSecond }) => perSecond),
          middle(({ p50 }) => p50, 1),
          middle(({ p99 }) => p99, 1),
          middle(({ server }) => server),
          middle(({ postgres }) => postgres),
          round(
            measured.ratio(contender, 'bare', ({ perSecond }) => perSecond),
            2,
          ),
          round(measured.ratio(contender, 'bare', cpu), 2),
        ]),
      );
    }
  }
  return `${rows.join('\n')}\n`;
}

/** One case in a line, for whoever waits: throughput and processor time to bare so far. */
export function shortly(name: string, { cases }: Figures): string {
  const measured = cases.get(name);
  const parts = [...(measured?.slices.keys() ?? [])].map(
    (contender) =>
      `${contender} ${round(
        measured?.ratio(contender, 'bare', ({ perSecond }) => perSecond),
        2,
      )} / ${round(measured?.ratio(contender, 'bare', cpu), 2)}`,
  );
  return `  throughput / CPU to bare: ${parts.join(', ')}`;
}

function limit({ least, most, unit }: Reached): string {
  const bound = least === undefined ? `≤ ${most}` : `≥ ${least}`;
  return `${bound}${unit ?? ''}`;
}

const figure = (reached: Reached): string => {
  const { value, unit } = reached;
  if (value === undefined) return 'not run';
  if (!Number.isFinite(value)) return '**none**';
  const text = `${Math.abs(value) < 20 && !Number.isInteger(value) ? value.toFixed(2) : Math.round(value)}${unit ?? ''}`;
  return isReached(reached) ? text : `**${text}**`;
};

/** Every goal with what was reached; what misses it stands in bold. `why` says why things did not run. */
export function goalTable(figures: Figures, why: string): string {
  const rows = [head(['#', 'what', 'figure', 'goal', 'reached'])];
  for (const { id, what, missing, reached } of goals) {
    const all = reached(figures);
    if (missing) rows.push(row([id, what, '', '', `not run: ${missing}`]));
    for (const one of all) {
      const text = one.value === undefined ? `not run: ${why}` : figure(one);
      rows.push(row([id, one === all[0] ? what : '', one.what, limit(one), text]));
    }
  }
  return rows.join('\n');
}

/** What misses its goal by more than the margin. */
export const missed = (figures: Figures): string[] =>
  goals.flatMap(({ id, reached }) =>
    reached(figures)
      .filter((one) => !isReached(one, MARGIN))
      .map(({ what }) => `${id} ${what}`),
  );
