import type { DocxContent, DocxParagraph } from '../../../platform/documents/docx.js';
import { filled, type LetterContent } from './letter-content.js';

/** A cover letter as DOCX that applicant systems can read. */
export function letterDocx(content: LetterContent): DocxContent {
  const { language, title, senderLines } = content;
  const blocks = [filled(senderLines), filled([content.dateText]), filled(content.addresseeLines)];
  // Lines of a block stand close together; the last one leaves room before what follows.
  const tight = (lines: readonly string[]): DocxParagraph[] =>
    lines.map((line, index) => ({ lines: [line], isTight: index < lines.length - 1, among: lines.join(' ') }));
  return {
    title,
    author: senderLines[0] ?? title,
    language,
    paragraphs: [
      ...blocks.flatMap(tight),
      ...filled(content.paragraphs).map((text) => ({ lines: text.split(/\r\n?|\n/) })),
    ],
  };
}
