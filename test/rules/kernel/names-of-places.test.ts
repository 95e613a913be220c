import { describe, expect, it } from '@jest/globals';
import { lastDayBefore, timeZoneOf } from '../../../src/kernel/days.js';
import { languageTagOf } from '../../../src/kernel/languages.js';

describe('a time zone', () => {
  it.each([
    ['America/Los_Angeles', 'America/Los_Angeles'],
    ['america/new_york', 'America/New_York'],
    ['Asia/Calcutta', 'Asia/Calcutta'],
    ['UTC', 'UTC'],
  ])('goes by its IANA name: %s', (name, zone) => expect(timeZoneOf(name)).toBe(zone));

  it.each([
    '+05:00',
    '-03:30',
    '+0500',
    '2026-01-01T00:00[America/New_York]',
    'Mars/Olympus',
    'CST',
    'GMT+5',
    '',
    ' UTC',
  ])('is not %j: no offset, which PostgreSQL reads the other way round', (name) => expect(timeZoneOf(name)).toBeNull());

  it('says which day is the last before an end at midnight', () => {
    expect(lastDayBefore('America/Los_Angeles', new Date('2026-12-15T08:00:00Z'))).toBe('2026-12-14');
    expect(lastDayBefore('America/Los_Angeles', new Date('2026-12-15T09:00:00Z'))).toBe('2026-12-15');
  });
});

describe('a language', () => {
  it.each([
    ['en', 'en'],
    ['ES-mx', 'es-MX'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['ht', 'ht'],
    ['prs', 'fa-AF'],
    ['rhg', 'rhg'],
    ['ksw', 'ksw'],
    ['mam', 'mam'],
    ['cnh', 'cnh'],
  ])('of people who come here is known: %s', (tag, canonical) => expect(languageTagOf(tag)).toBe(canonical));

  it.each(['english', 'zz', 'qaa', 'und', 'mul', 'x-mine', 'en_US', 'en-', '', 'Spanish', 'toString', 'en-US-'])(
    'is not %j',
    (tag) => expect(languageTagOf(tag)).toBeNull(),
  );
});
