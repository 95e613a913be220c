import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { messagesOf } from '../../src/platform/content/content.js';
import { localeTags } from '../../src/platform/content/locales.js';

/** Every code that our source hands to an error, found as it is written. */
function codesInSource(): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const text = files.map((file) => readFileSync(join('src', file), 'utf8')).join('\n');
  const calls =
    /(?:AppError\(\s*'[a-z-]+',\s*|refused\(\s*|(?:return|\?|:)\s*(?='(?:http|auth)\.))'([a-z-]+\.[a-z-]+)'/g;
  return [...new Set([...text.matchAll(calls)].map((match) => match[1] ?? ''))].sort();
}

describe('error codes', () => {
  it('are found in the source at all', () => {
    expect(codesInSource()).toEqual(
      expect.arrayContaining(['http.not-found', 'auth.sign-in-failed', 'invitation.not-open']),
    );
  });

  it.each(localeTags)('each have a sentence in %s', (tag) => {
    const messages = messagesOf(tag);
    expect(codesInSource().filter((code) => !messages.has(`errors.${code}`))).toEqual([]);
  });
});
