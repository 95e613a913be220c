import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

/**
 * Words of the work. Not `letter`, which in these floors is a sign of the alphabet; `application` but in media types.
 */
const nouns =
  /debrief|cover.?letter|interview|barrier|employer|follow.?up|lesson|placement|\bapplications?\b(?!\\?\/)/i;
/** Lines that name one, as `file:line`. */
function named(folder: string, except: readonly string[] = []): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.\w+$/.test(file));
  expect(files.length).toBeGreaterThan(3);
  return files
    .map((file) => join(folder, file))
    .filter((file) => !except.includes(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) => (nouns.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
}

describe('the ground floors know no noun of the work', () => {
  it('in the kernel and the platform', () => {
    expect([...named('src/kernel'), ...named('src/platform')]).toEqual([]);
  });

  it('in access, but for the one table', () => {
    expect(named('src/access', [join('src/access', 'policy.ts')])).toEqual([]);
    expect(nouns.test(readFileSync('src/access/policy.ts', 'utf8'))).toBe(true);
  });
});

describe('one word is one thing', () => {
  it('what a route returns is a view; an answer is what a client wrote', () => {
    const shapes = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.schemas.ts'))
      .flatMap((file) => [
        ...readFileSync(join('src', file), 'utf8').matchAll(/export (?:const|type|interface) (\w+)/g),
      ])
      .map(([, name]) => name);
    expect(shapes.filter((name) => name?.endsWith('Answer'))).toEqual([]);
    expect(shapes.filter((name) => name?.endsWith('View')).length).toBeGreaterThan(25);
  });
});
