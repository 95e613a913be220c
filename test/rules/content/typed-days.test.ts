import { describe, expect, it } from '@jest/globals';
import { dayFromTyped } from '../../../src/platform/content/typed-days.js';

describe('a day as people write it', () => {
  it.each([
    ['en', '5/12/2026', '2026-05-12'],
    ['en', '05-12-26', '2026-05-12'],
    ['es', '5/12/2026', '2026-12-05'],
    ['es', '12.5.2026', '2026-05-12'],
    ['es', ' 12 / 5 / 2026 ', '2026-05-12'],
  ] as const)('in numbers is read as the language of the page writes it: %s %s', (locale, typed, day) => {
    expect(dayFromTyped(locale, typed)).toBe(day);
  });

  it.each([
    ['en', '13/5/2026', '2026-05-13'],
    ['es', '5/13/2026', '2026-05-13'],
    ['en', '2026-05-12', '2026-05-12'],
    ['es', '2026/5/12', '2026-05-12'],
  ] as const)('that can be only one day is that day in every language: %s %s', (locale, typed, day) => {
    expect(dayFromTyped(locale, typed)).toBe(day);
  });

  it.each([
    'May 12, 2026', 'may 12 2026', '12 May 2026', 'Tuesday, May 12th, 2026', '12 de mayo de 2026', 'martes, 12 de mayo del 2026',
    'MAYO 12, 2026', '12-may-26', '2026 May 12',
  ])('may have the name of the month, in any of our languages: %s', (typed) => {
    expect([dayFromTyped('en', typed), dayFromTyped('es', typed)]).toEqual(['2026-05-12', '2026-05-12']);
  }); // biome-ignore format: a list to scan

  it('knows short names, with and without their points and accents', () => {
    expect(dayFromTyped('en', 'Sept. 3, 2026')).toBe('2026-09-03');
    expect(dayFromTyped('es', '3 set 2026')).toBeNull();
    expect(dayFromTyped('es', '3 dic. 2026')).toBe('2026-12-03');
  });

  it.each([
    '', 'next Monday', '31/31/2026', '2/30/2026', '2026-02-30', 'May 32, 2026', 'May 12', '12 2026', 'ma 12 2026', '5/12', '5/12/226',
    'May June 12 2026', '99/99/9999', '12 12 12 12',
  ])('is nothing when no calendar has it, or a part is missing: %s', (typed) => {
    expect([dayFromTyped('en', typed), dayFromTyped('es', typed)]).toEqual([null, null]);
  }); // biome-ignore format: a list to scan
});
