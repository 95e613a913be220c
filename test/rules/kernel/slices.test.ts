import { describe, expect, it } from '@jest/globals';
import { decodeCursor, encodeCursor, type KeyType } from '../../../src/kernel/slices.js';

const scope = ['north', 'clients'];
const ID = '01980000-0000-7000-8000-000000000000';
const refusal = (keys: (string | null)[], types: readonly KeyType[], of = scope): string | null => {
  try {
    decodeCursor(of, encodeCursor(scope, keys), types);
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

describe('a cursor', () => {
  it('gives back the keys it was made of', () => {
    const keys = ['2026-06-01 10:00:00.5+00', ID, null];
    expect(decodeCursor(scope, encodeCursor(scope, keys), ['timestamptz', 'uuid', 'text'])).toEqual(keys);
  });

  it.each(good)('takes a key of type %s: %s', (type, key) => {
    expect(refusal([key], [type])).toBeNull();
  });

  it.each(bad)('refuses what PostgreSQL could not read as %s: %j', (type, key) => {
    expect(refusal([key], [type])).toBe('http.cursor-invalid');
  });

  it('refuses another list, another number of keys, and what is no cursor', () => {
    expect(refusal([ID], ['uuid'], ['south', 'clients'])).toBe('http.cursor-invalid');
    expect(refusal([ID, ID], ['uuid'])).toBe('http.cursor-invalid');
    for (const text of ['', 'x', Buffer.from('{}').toString('base64url'), Buffer.from('[1').toString('base64url')]) {
      expect(() => decodeCursor(scope, text, ['uuid'])).toThrow('http.cursor-invalid');
    }
  });
});
