import { describe, expect, it } from '@jest/globals';
import { renderLetterText } from '../../../src/features/cover-letters/papers/letter-text.js';

const content = {
  senderLines: ['María Ortiz', ' ', '206-555-0142'],
  dateText: 'July 3, 2026',
  addresseeLines: [],
  paragraphs: ['Dear Ms. Lee,', `I bake.\nI clean. ${'long '.repeat(60)}end`, '  '],
  language: 'en' as const,
  title: 'Letter',
};

describe('a letter as plain text', () => {
  it('has Windows line ends, blank lines between blocks and no wrapping', () => {
    const text = renderLetterText(content).toString('utf8');
    expect(text).toBe(
      `María Ortiz\r\n206-555-0142\r\n\r\nJuly 3, 2026\r\n\r\nDear Ms. Lee,\r\n\r\nI bake.\r\nI clean. ${'long '.repeat(60)}end\r\n`,
    );
  });

  it('is UTF-8 without a byte order mark, whatever somebody typed', () => {
    const bytes = renderLetterText({ ...content, paragraphs: ['Ünï 您好 \ud800', 'a\rb\r\nc'] });
    expect([...bytes.subarray(0, 3)]).toEqual([...Buffer.from('Mar')]);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    expect(text).toContain('Ünï 您好 \ufffd');
    expect(text).toContain('a\r\nb\r\nc');
  });
});
