import { describe, expect, it } from '@jest/globals';
import { type DebriefAnswers, type ItemCode } from '../../../src/features/debriefs/checklist/catalogue.rules.js';
import {
  type Choice,
  markOf,
  marksFrom,
  marksText,
  merge,
} from '../../../src/features/debriefs/checklist/merging.rules.js';

const said = (text: string | null, more: object = {}): DebriefAnswers =>
  text === null ? {} : { learned: { text, isPrivate: false, ...more } };

interface Case {
  shown: string | null;
  typed: string | null;
  kept: string | null;
  isHidden?: boolean;
  choice?: Choice;
}

/** What becomes of one item. */
function fate({ shown, typed, kept, isHidden = false, choice }: Case): string {
  const merged = merge({
    base: new Map([['learned', markOf(said(shown).learned)]]),
    typed: said(typed),
    kept: isHidden ? {} : said(kept),
    hidden: new Set<ItemCode>(isHidden ? ['learned'] : []),
    choices: new Map(choice === undefined ? [] : [['learned', choice]]),
  });
  const found = Object.entries(merged).filter(([, codes]) => codes.length > 0);
  return found.map(([name]) => name).join() || 'as kept';
}

describe('merging item by item', () => {
  it.each([
    ['untouched here stays as it is now', { shown: 'a', typed: 'a', kept: 'b' }, 'as kept'],
    ['untouched here stays gone', { shown: 'a', typed: 'a', kept: null }, 'as kept'],
    ['changed here alone is kept', { shown: 'a', typed: 'b', kept: 'a' }, 'written'],
    ['new here alone is kept', { shown: null, typed: 'b', kept: null }, 'written'],
    ['emptied here alone is taken away', { shown: 'a', typed: null, kept: 'a' }, 'emptied'],
    ['changed alike on both sides is no clash', { shown: 'a', typed: 'b', kept: 'b' }, 'as kept'],
    ['changed on both sides is torn', { shown: 'a', typed: 'b', kept: 'c' }, 'torn'],
    ['written on both sides is torn', { shown: null, typed: 'b', kept: 'c' }, 'torn'],
    ['emptied here, changed there is torn', { shown: 'a', typed: null, kept: 'c' }, 'torn'],
    ['torn stays torn until somebody chooses', { shown: 'c', typed: 'b', kept: 'c', choice: null }, 'torn'],
    ['torn, with the typed one chosen, is kept', { shown: 'c', typed: 'b', kept: 'c', choice: 'typed' }, 'written'],
    ['torn, with the saved one chosen, stays', { shown: 'c', typed: 'b', kept: 'c', choice: 'saved' }, 'as kept'],
    [
      'chosen, and changed once more elsewhere, is torn',
      { shown: 'c', typed: 'b', kept: 'd', choice: 'typed' },
      'torn',
    ],
    ['hidden is never a target', { shown: null, typed: 'b', kept: 'x', isHidden: true }, 'shut'],
    [
      'hidden, and chosen all the same, is no target',
      { shown: null, typed: 'b', kept: 'x', isHidden: true, choice: 'typed' },
      'shut',
    ],
    ['hidden and untouched tells nothing', { shown: null, typed: null, kept: 'x', isHidden: true }, 'as kept'],
  ] as [string, Case, string][])('%s', (_, given, expected) => {
    expect(fate(given)).toBe(expected);
  });

  it('leaves alone what was not on the page', () => {
    const merged = merge({ base: new Map(), typed: said('b'), kept: said('a'), hidden: new Set(), choices: new Map() });
    expect(Object.values(merged).flat()).toEqual([]);
  });
});

describe('the mark of an answer', () => {
  it('is the same however the answer is written down, and another for another answer', () => {
    const mark = markOf({ text: 'a', theme: 'pay', isPrivate: false, declined: undefined });
    expect(markOf({ theme: 'pay', text: 'a' })).toBe(mark);
    expect(markOf({ theme: 'pay', text: 'a', isPrivate: true })).not.toBe(mark);
    expect(markOf({ what: ['time', 'ride'] })).toBe(markOf({ what: ['ride', 'time'] }));
    expect(markOf({ rows: [{ name: 'Sam', role: '' }, {}] })).toBe(markOf({ rows: [{ name: 'Sam' }] }));
    expect(markOf({ rows: [{ name: 'A' }, { name: 'B' }] })).not.toBe(markOf({ rows: [{ name: 'B' }, { name: 'A' }] }));
    expect(markOf({ score: 0 })).not.toBe('');
    for (const none of [undefined, null, {}, { isPrivate: false }, { rows: [{}] }]) expect(markOf(none)).toBe('');
  });

  it('comes back with the form as it went out, and what is no mark of ours is left out', () => {
    const marks = new Map([
      ['learned', markOf({ text: 'a' })],
      ['feel', ''],
    ] as [ItemCode, string][]);
    expect(marksFrom(marksText(marks))).toEqual(marks);
    for (const odd of [undefined, 7, ['learned:x'], '', 'nothing:x __proto__:y', ':'.repeat(9000)])
      expect(marksFrom(odd).size).toBe(0);
  });
});
