import { describe, expect, it } from '@jest/globals';
import { Aside } from '../../../src/platform/aside/aside.js';
import { childProcess, type StartHand, thread } from '../../../src/platform/aside/hands.js';

const program = new URL('../../support/stubborn-hand.ts', import.meta.url);
const aside = (start: StartHand<string>) =>
  new Aside<string, string>({ name: 'Test', start, longestMs: 300, mostMegabytes: 500, mostWaiting: 1 });

describe.each([
  ['a process', childProcess<string>(program), ['spin', 'grow']],
  ['a thread', thread<string>(program), ['spin']],
])('work aside, by %s', (_, start, endless) => {
  it('that never ends is given up, and the next piece is done', async () => {
    const hands = aside(start);
    for (const work of endless) {
      await expect(hands.make('north', work)).rejects.toMatchObject({ kind: 'unavailable' });
      expect(await hands.make('north', 'well')).toBe('well');
    }
    expect(hands.counts.lost).toBe(endless.length);
    hands.end();
    await expect(hands.make('north', 'well')).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('that fails tells the name of the error, never its words, and loses nothing', async () => {
    const hands = aside(start);
    await expect(hands.make('north', 'fail')).rejects.toThrow(/^TypeError$/);
    expect(hands.counts.lost).toBe(0);
    hands.end();
  });
});
