import { describe, expect, it } from '@jest/globals';
import { firstWordsIn } from '../../../src/features/cover-letters/checks/employer-names.rules.js';
import { blocksOf } from '../../../src/features/cover-letters/papers/letter-page.rules.js';

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

describe('the blocks of a page', () => {
  it('are the paragraphs of a letter', () => {
    expect(blocksOf('Dear Ms. Lee,\n\nI bake.\nDaily.\n\n\nThank you')).toEqual([
      'Dear Ms. Lee,',
      'I bake.\nDaily.',
      'Thank you',
    ]);
    expect(blocksOf('')).toEqual([]);
  });

  it('hold every word of a text far beyond a letter, in few blocks that are not too long', () => {
    const texts = [
      'I bake.\n\n'.repeat(500),
      'I bake bread. '.repeat(3500),
      '👩'.repeat(25_000),
      `a${'👩'.repeat(24_000)}`,
    ];
    for (const text of texts) {
      const blocks = blocksOf(text);
      expect(blocks.length).toBeLessThanOrEqual(60);
      expect(blocks.every((block) => block.length <= 20_000 && block.isWellFormed())).toBe(true);
      const joined = blocks.join(text.includes(' ') ? '\n' : '');
      expect(words(joined)).toEqual(words(text));
    }
  });
});

it('asks the directory for a name in every spelling that it may be kept under', () => {
  expect(firstWordsIn('At McDonald’s, an Álvarez & Sons shop')).toEqual(
    expect.arrayContaining(['mcdonald', 'mcdonalds', 'alvarez', 'sons', 'at']),
  );
  expect(firstWordsIn(' … ')).toEqual([]);
});
