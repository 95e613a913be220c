/** Chance that can be played again: the same seed gives the same throws (mulberry32). */
export class Dice {
  private state: number;

  constructor(readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `low` to `high`, both included. */
  from(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  pick<Thing>(things: readonly Thing[]): Thing {
    const thing = things[this.from(0, things.length - 1)];
    if (thing === undefined && things.length === 0) throw new Error('Nothing to pick from');
    return thing as Thing;
  }

  chance(share: number): boolean {
    return this.next() < share;
  }
}
