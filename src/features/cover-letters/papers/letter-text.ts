import { filled, type LetterContent } from './letter-content.js';

/**
 * The letter for a paste box: UTF-8 without a byte order mark (it would be pasted along), CRLF line ends (Windows
 * shows them everywhere), a blank line between blocks, and no wrapping, because the box wraps for itself.
 */
export function renderLetterText({ senderLines, dateText, addresseeLines, paragraphs }: LetterContent): Buffer {
  const blocks = [
    filled(senderLines).join('\n'),
    dateText.trim(),
    filled(addresseeLines).join('\n'),
    ...filled(paragraphs),
  ].filter((block) => block !== '');
  const text = `${blocks.join('\n\n')}\n`.replace(/\r\n?|\n/g, '\r\n');
  return Buffer.from(text.toWellFormed(), 'utf8');
}
