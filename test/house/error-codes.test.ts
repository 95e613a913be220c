import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { statusesOfCode } from '../../src/app/openapi/error-codes.js';
import type { ErrorKind } from '../../src/kernel/errors.js';
import { errorCodes, messagesOf } from '../../src/platform/content/content.js';
import { localeTags } from '../../src/platform/content/locales.js';
import { statusOf } from '../../src/platform/http/problems/problem.js';

const sourceText = (): string =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join('src', file), 'utf8'))
    .join('\n');

/** Every code that our source hands to an error, found as it is written. */
function codesInSource(): string[] {
  const calls =
    /(?:AppError\(\s*'[a-z-]+',\s*|refused\(\s*|(?:return|\?|:)\s*(?='(?:http|auth)\.))'([a-z-]+\.[a-z-]+)'/g;
  return [...new Set([...sourceText().matchAll(calls)].map((match) => match[1] ?? ''))].sort();
}

describe('error codes', () => {
  it('are found in the source at all', () => {
    expect(codesInSource()).toEqual(
      expect.arrayContaining(['http.not-found', 'auth.sign-in-failed', 'invitation.not-open']),
    );
  });

  it('come with the status that the document says, wherever they are thrown', () => {
    const kinds = sourceText().matchAll(/AppError\(\s*'([a-z-]+)',\s*'([a-z-]+\.[a-z-]+)'/g);
    const refusals = sourceText().matchAll(/\brefused\(\s*'([a-z-]+\.[a-z-]+)'/g);
    const thrown = [
      ...[...kinds].map(([, kind, code]) => [String(code), statusOf[kind as ErrorKind]] as const),
      ...[...refusals].map(([, code]) => [String(code), 422] as const),
    ];
    const wrong = thrown.filter(([code, status]) => !statusesOfCode(code).includes(status));
    expect(wrong).toEqual([]);
    expect(thrown.length).toBeGreaterThan(50);
    expect(errorCodes.filter((code) => !/^http\./.test(code) && statusesOfCode(code).length === 0)).toEqual([]);
  });

  it.each(localeTags)('each have a sentence in %s', (tag) => {
    const messages = messagesOf(tag);
    expect(codesInSource().filter((code) => !messages.has(`errors.${code}`))).toEqual([]);
  });
});
