import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { rooms } from '../../src/app/rooms.js';
import { messagesOf } from '../../src/platform/content/content.js';
import { localeTags, sourceLocale } from '../../src/platform/content/locales.js';
import { sourceFiles } from '../support/source-files.js';

const filesOf = (locale: string): string[] => readdirSync(`src/content/${locale}`).sort();
const source = sourceFiles()
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

/** Every word of the source, in which codes count as one word: `debrief.not-open`. */
const wordsOfSource = new Set(source.match(/[\w.-]+/g));

/** Keys and codes as the source writes them: whole ones, and the patterns of those that it puts together. */
const written = [...source.matchAll(/(['"`])([a-z][a-z-]*\.(?:(?!\1)[^\n])*)\1/g)].map(([, , text = '']) => text);
const whole = new Set(written);
const patterns = [...new Set(written.filter((text) => text.includes('${') && !/^(errors|letter-checks)\./.test(text)))]
  .map((text) =>
    text
      .replace(/\$\{[^}]*\}/g, '\0')
      .replace(/[^\w\0-]/g, '\\$&')
      .replaceAll('\0', '([^.]+)'),
  )
  .map((pattern) => new RegExp(`^${pattern}$`));

/** The source writes it whole, or puts it together from parts that all stand in the source. */
const isWritten = (key: string): boolean =>
  whole.has(key) ||
  patterns.some(
    (pattern) =>
      pattern
        .exec(key)
        ?.slice(1)
        .every((part) => wordsOfSource.has(part)) ?? false,
  );

/** A text by its key; that of an error or a finding by its code. */
function isUsed(key: string): boolean {
  const [kind, ...code] = key.split('.');
  if (kind === 'errors') return isWritten(code.join('.'));
  if (kind === 'letter-checks') return isWritten(`letter-check.${code.join('.')}`);
  return isWritten(key);
}

describe('the files of the content', () => {
  it('carry the name of the room that says it, or of the platform', () => {
    const names = ['meta', 'platform', ...rooms.map((room) => room.name)].map((name) => `${name}.json`);
    expect(filesOf(sourceLocale).filter((file) => !names.includes(file))).toEqual([]);
  });

  it.each(localeTags)('are the same in %s as in the source', (locale) => {
    expect(filesOf(locale)).toEqual(filesOf(sourceLocale));
  });

  it('hold no text that nobody uses', () => {
    expect([...messagesOf(sourceLocale).keys()].filter((key) => !isUsed(key))).toEqual([]);
  });
});
