/** One slice of load on one contender. Latencies in ms, processor time in µs for each unit of the case. */
export interface Slice {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly server: number;
  readonly postgres: number;
}

export const cpu = ({ server, postgres }: Slice): number => server + postgres;

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The slices of one case by contender, round by round over all generations. */
export class Measured {
  readonly slices = new Map<string, Slice[]>();

  add(contender: string, slice: Slice): void {
    this.slices.set(contender, [...(this.slices.get(contender) ?? []), slice]);
  }

  /** Median over the rounds of what one of them makes of the other. Undefined when one of them did not take part. */
  ratio(contender: string, to: string, of: (slice: Slice) => number): number | undefined {
    const [ours, theirs] = [this.slices.get(contender), this.slices.get(to)];
    if (!ours || !theirs) return undefined;
    return median(ours.map((slice, round) => of(slice) / of(theirs[round] ?? slice)));
  }

  middle(contender: string, of: (slice: Slice) => number): number | undefined {
    const slices = this.slices.get(contender);
    return slices && median(slices.map(of));
  }
}

/** Everything that one run found out; what did not run is missing. */
export class Figures {
  readonly cases = new Map<string, Measured>();
  /** Single numbers by name: memory, start, overload, growth. */
  readonly numbers = new Map<string, number>();

  of(name: string): Measured {
    const found = this.cases.get(name) ?? new Measured();
    this.cases.set(name, found);
    return found;
  }

  peak(name: string, value: number): void {
    this.numbers.set(name, Math.max(this.numbers.get(name) ?? 0, value));
  }
}
