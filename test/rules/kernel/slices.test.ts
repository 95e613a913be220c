import { describe, expect, it } from '@jest/globals';
import { type KeyType, sortKeys } from '../../../src/kernel/slices.js';

const ID = '01980000-0000-7000-8000-000000000000';
const refusal = (keys: unknown, types: readonly KeyType[]): string | null => {
  try {
    sortKeys(keys, types);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

const good: [KeyType, string][] = [
  ['uuid', ID],
  ['text', "o'neil 李 👩🏽‍🍳"],
  ['int', '-12'],
  ['date', '2024-02-29'],
  ['timestamptz', '2026-06-01 10:00:00.123456+00'],
  ['timestamptz', '2026-06-01 10:00:00+00'],
];
const bad: [KeyType, string][] = [
  ...['', 'x', ID.slice(1), `${ID}0`, ID.replaceAll('-', '')].map((key): [KeyType, string] => ['uuid', key]),
  ...['a\0b', '\ud800'].map((key): [KeyType, string] => ['text', key]),
  ...['', '1.5', '99999999999', '0x1', ' 1'].map((key): [KeyType, string] => ['int', key]),
  ...['2026-02-30', '2026-13-01', '0000-01-01', 'infinity', '+002026-01-01'].map((key): [KeyType, string] => [
    'date',
    key,
  ]),
  ...['2026-02-30 10:00:00+00', '2026-06-01 25:00:00+00', '2026-06-01', 'now'].map((key): [KeyType, string] => [
    'timestamptz',
    key,
  ]),
];

describe('the sort keys of a cursor', () => {
  it('are given back as they were', () => {
    const keys = ['2026-06-01 10:00:00.5+00', ID, null];
    expect(sortKeys(keys, ['timestamptz', 'uuid', 'text'])).toEqual(keys);
  });

  it.each(good)('may be of type %s: %s', (type, key) => {
    expect(refusal([key], [type])).toBeNull();
  });

  it.each(bad)('are refused when PostgreSQL could not read them as %s: %j', (type, key) => {
    expect(refusal([key], [type])).toBe('http.cursor-invalid');
  });

  it('are refused in another number, and when they are no list of texts', () => {
    for (const found of [[ID, ID], [], null, {}, 'x', [7], [{}]]) {
      expect(refusal(found, ['uuid'])).toBe('http.cursor-invalid');
    }
  });
});
