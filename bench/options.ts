import { parseArgs } from 'node:util';

export interface Options {
  readonly clients: number;
  readonly generations: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly sizes: readonly number[];
  /** Only cases whose name contains this. */
  readonly only: string;
  readonly isFull: boolean;
  readonly isGate: boolean;
  readonly does: Readonly<Record<'compare' | 'overload' | 'growth' | 'start', boolean>>;
}

/** The short form compares and overloads; `--full` does all; `--growth`, `--overload` and `--start` do only that. */
export function readOptions(given: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...given],
    options: {
      full: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      overload: { type: 'boolean', default: false },
      start: { type: 'boolean', default: false },
      gate: { type: 'boolean', default: false },
      clients: { type: 'string' },
      generations: { type: 'string' },
      rounds: { type: 'string' },
      sizes: { type: 'string', default: '10000,100000,1000000' },
      only: { type: 'string', default: '' },
    },
  });
  const { full, growth, overload, start } = values;
  const isPart = growth || overload || start;
  return {
    clients: Number(values.clients ?? (full ? 100_000 : 10_000)),
    generations: Number(values.generations ?? (full ? 3 : 1)),
    rounds: Number(values.rounds ?? (full ? 5 : 3)),
    seconds: full ? 3 : 2,
    sizes: values.sizes.split(',').map(Number),
    only: values.only,
    isFull: full,
    isGate: values.gate,
    does: {
      compare: full || !isPart,
      overload: full || overload || !isPart,
      growth: full || growth,
      start: full || start,
    },
  };
}
