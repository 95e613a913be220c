import { cpu, type Figures, type Slice } from './figures.js';

/** One figure of a goal: what was reached, and the limit it is held against. */
export interface Reached {
  readonly what: string;
  /** Undefined: not run. */
  readonly value: number | undefined;
  readonly least?: number;
  readonly most?: number;
  readonly unit?: string;
}

export interface Goal {
  readonly id: string;
  readonly what: string;
  /** Why nothing stands here, where nothing can. */
  readonly missing?: string;
  reached(figures: Figures): Reached[];
}

const LIST = 'caseload list of 50';
const ONE = 'one client, with applications';
const CREATE = 'create an application';
const MOVE = 'stage move to a rejection, with key';
const perSecond = (slice: Slice): number => slice.perSecond;
const p99 = (slice: Slice): number => Math.max(slice.p99, 1);

const times = (figures: Figures, name: string, to: string, least: number, what = name): Reached => ({
  what,
  value: figures.cases.get(name)?.ratio('onward', to, perSecond),
  least,
  unit: ' ×',
});
const work = (figures: Figures, name: string, most: number, of = 'onward', to = 'bare'): Reached => ({
  what: `CPU ${name}`,
  value: figures.cases.get(name)?.ratio(of, to, cpu),
  most,
  unit: ' ×',
});
const number = (figures: Figures, name: string, most: number, unit: string): Reached => ({
  what: name,
  value: figures.numbers.get(name),
  most,
  unit,
});
const late = (figures: Figures, name: string, most: number): Reached => ({
  what: name,
  value: figures.cases.get(name)?.ratio('onward', 'bare', p99),
  most,
  unit: ' ×',
});

/** The goals of the plan for speed, memory and growth, in its order. */
export const goals: readonly Goal[] = [
  {
    id: 'P1',
    what: 'Caseload list, to bare',
    reached: (f) => [times(f, LIST, 'bare', 1, 'throughput'), work(f, LIST, 1.05)],
  },
  {
    id: 'P2',
    what: 'One client with applications, to bare',
    reached: (f) => [times(f, ONE, 'bare', 1.1, 'throughput'), work(f, ONE, 0.95)],
  },
  {
    id: 'P3',
    what: 'Create; stage move with history, line, deliveries and key, to bare',
    reached: (f) => [
      times(f, CREATE, 'bare', 0.85),
      work(f, CREATE, 1.2),
      times(f, MOVE, 'bare', 0.85),
      work(f, MOVE, 1.2),
    ],
  },
  {
    id: 'P4',
    what: 'p99 at 32 connections, at 256, to bare',
    reached: (f) => [late(f, LIST, 1.5), late(f, ONE, 1.5), late(f, `${LIST}, 256 connections`, 2)],
  },
  {
    id: 'P5',
    what: 'Against Directus 12 (list ≥ 15 ×, one ≥ 15 ×, create ≥ 8 ×) and PostGraphile 5 (≥ 3 ×, ≥ 1.2 ×, ≥ 0.8 ×)',
    missing: 'they are not installed',
    reached: () => [],
  },
  {
    id: 'P6',
    what: 'Against Nest + TypeORM that write the same rows; their plain read and insert',
    reached: (f) => [
      times(f, LIST, 'nest', 2.5), times(f, ONE, 'nest', 4), times(f, CREATE, 'nest', 4), times(f, MOVE, 'nest', 4),
      times(f, ONE, 'nest-plain', 1, 'plain read'), times(f, CREATE, 'nest-plain', 1, 'plain insert'),
    ], // biome-ignore format: two lines
  },
  {
    id: 'P7',
    what: 'Row security, bare with it to bare without; trips of a read',
    reached: (f) => [
      work(f, LIST, 1.1, 'walled'),
      work(f, ONE, 1.1, 'walled'),
      number(f, 'trips of caseload', 1, ''),
      number(f, 'trips of client', 1, ''),
    ],
  },
  {
    id: 'P8',
    what: 'A deep slice of any list to its first, in buffers',
    reached: (f) => [number(f, 'deep slice to first', 1.5, ' ×')],
  },
  {
    id: 'P9',
    what: 'Name search under the real role, to without row security',
    reached: (f) => [number(f, 'search under row security', 2, ' ×')],
  },
  {
    id: 'P10',
    what: 'Funnel in SQL at the largest size; to its time at the size before',
    reached: (f) => [number(f, 'funnel', 5, ' ms'), number(f, 'funnel to the size before', 1.3, ' ×')],
  },
  {
    id: 'P11',
    what: 'A report that no rollup answers, time to the bare SQL under the same role',
    reached: (f) => [
      {
        what: 'turnaround',
        value: f.cases.get('turnaround report of a year')?.ratio('onward', 'walled', (s) => s.p50),
        most: 1.15,
        unit: ' ×',
      },
    ],
  },
  { id: 'P12', what: 'Import of 100,000 clients ≤ 1.5 × COPY', missing: 'there is no import yet', reached: () => [] },
  { id: 'P13', what: 'Export of 1,000,000 rows ≤ 1.2 × COPY TO', missing: 'there is no export yet', reached: () => [] },
  {
    id: 'P14',
    what: 'Memory',
    reached: (f) => [
      number(f, 'memory at ready', 150, ' MB'),
      number(f, 'memory under load', 260, ' MB'),
      number(f, 'memory at three times', 320, ' MB'),
    ],
  },
  {
    id: 'P15',
    what: 'Start to the first answer: on a migrated database, the first ever, later ones',
    reached: (f) => [
      number(f, 'start on a migrated database', 0.7, ' s'),
      number(f, 'first start', 6, ' s'),
      number(f, 'later start', 2, ' s'),
    ],
  },
  {
    id: 'P16',
    what: 'Trips: a read one, a write at most three; statements do not grow with the slice',
    reached: (f) => [
      number(f, 'trips of caseload', 1, ''), number(f, 'trips of client', 1, ''), number(f, 'trips of applications', 1, ''),
      number(f, 'trips of application', 3, ''), number(f, 'trips of move', 3, ''), number(f, 'statements more for a larger slice', 0, ''),
    ], // biome-ignore format: two lines
  },
  { id: 'P17', what: 'PDF of one page, warm', reached: (f) => [number(f, 'PDF of one page', 15, ' ms')] },
  {
    id: 'P18',
    what: 'Three times the load it carries',
    reached: (f) => [
      { what: 'surplus answered 503', value: f.numbers.get('share of the surplus refused'), least: 0.8, unit: '' },
      number(f, 'p99 of a refusal', 100, ' ms'), number(f, 'p99 of the rest to quiet', 2, ' ×'),
      number(f, 'recovery', 5, ' s'), number(f, 'p99 of health', 100, ' ms'),
    ], // biome-ignore format: two lines
  },
];

export const isReached = ({ value, least, most }: Reached, margin = 1): boolean =>
  value === undefined ||
  ((least === undefined || value * margin >= least) && (most === undefined || value <= most * margin));
