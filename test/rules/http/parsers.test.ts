import { describe, expect, it } from '@jest/globals';
import { answersFromForm } from '../../../src/features/debriefs/checklist/form.rules.js';
import { localeFromHeader } from '../../../src/platform/content/locales.js';
import { networkOf } from '../../../src/platform/http/admission/network.js';
import { parseJson } from '../../../src/platform/http/bodies/json-guard.js';
import { formFields } from '../../../src/platform/http/bodies/parsers.js';

const MOST_GROWTH = 3;
const ROUNDS = 5;

/** CPU time of this process for so much work, in µs. Of several tries the least: what others do on the machine only adds. */
function cost(work: () => void, times: number): number {
  const tries = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    for (let time = 0; time < times; time += 1) work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...tries);
}

const ofSize = (size: number, part: (index: number) => string, between: string): string =>
  Array.from({ length: size }, (_, index) => part(index)).join(between);

const attempt = (parse: (text: string) => unknown) => (text: string) => {
  try {
    parse(text);
  } catch {
    // Refusing costs, too.
  }
};
const json = attempt(parseJson);
const form = attempt(formFields);

/** What reads what a stranger sent, each with text that is hard for it. */
const parsers: [what: string, parse: (text: string) => unknown, text: (size: number) => string, size: number][] = [
  ['a form of other names each time', form, (size) => ofSize(size, (index) => `f${index}=v`, '&'), 500],
  ['a form of one name again and again', form, (size) => ofSize(size, () => 'item.q.x=v', '&'), 500],
  ['a form of far too many fields', form, (size) => ofSize(size, (index) => `f${index}`, '&'), 23_328],
  ['a form of escapes', form, (size) => `a=${ofSize(size, () => '%C3%A9', '')}`, 5000],
  ['a form of broken escapes', form, (size) => `a=${ofSize(size, () => '%', '')}`, 30_000],
  ['the answers of a checklist', (text) => answersFromForm(formFields(text)), (size) => ofSize(size, (index) => `item.x${index}.y.${index}.z=v`, '&'), 480],
  ['JSON of other keys each time', json, (size) => `{${ofSize(size, (index) => `"k${index}":1`, ',')}}`, 20_000],
  ['JSON of one long number', json, (size) => `[${'1'.repeat(size)}]`, 100_000],
  ['JSON of signs', json, (size) => `[${'-'.repeat(size)}]`, 100_000],
  ['JSON of escapes in a key', json, (size) => `{"${'\\u0061'.repeat(size)}":1}`, 40_000],
  ['JSON of quotes that never end', json, (size) => `["${'\\"'.repeat(size)}`, 100_000],
  ['languages', (text) => localeFromHeader(text), (size) => ofSize(size, (index) => `x${index};q=0.${index % 10}`, ','), 700],
  ['an address', (text) => networkOf(text), (size) => ofSize(size, () => 'f', ':'), 5000],
]; // biome-ignore format: a table

describe('what reads a stranger’s text', () => {
  it.each(parsers)('takes at most three times as long for twice as much: %s', (_, parse, text, size) => {
    const [once, twice] = [text(size), text(size * 2)];
    // Warm, and so often that the clock can tell.
    const times = Math.max(3, Math.ceil(8000 / Math.max(1, cost(() => parse(once), 10) / 10)));
    let growth = Number.POSITIVE_INFINITY;
    // What grows faster does so each time; a neighbour on the machine disturbs once.
    for (let tries = 0; growth > MOST_GROWTH && tries < 4; tries += 1)
      growth =
        cost(() => parse(twice), times) /
        Math.max(
          1,
          cost(() => parse(once), times),
        );
    expect(growth).toBeLessThanOrEqual(MOST_GROWTH);
  });

  it('is seen to grow when it does: the check itself', () => {
    const square = (text: string): number => {
      const names = text.split('&');
      return names.filter((name) => names.lastIndexOf(name) >= 0).length;
    };
    const text = (size: number): string => ofSize(size, (index) => `field-${String(index).padStart(6, '0')}`, '&');
    const [once, twice] = [text(2000), text(4000)];
    cost(() => square(once), 3);
    expect(cost(() => square(twice), 5) / cost(() => square(once), 5)).toBeGreaterThan(MOST_GROWTH);
  });
});
