import { type DocxParagraph, renderDocx } from '../../../platform/documents/docx.js';
import { filled, type LetterContent } from './letter-content.js';

/** A cover letter as DOCX that applicant systems can read. */
export function renderLetterDocx(content: LetterContent): Promise<Buffer> {
  const { locale, title, senderLines } = content;
  const blocks = [filled(senderLines), filled([content.dateText]), filled(content.addresseeLines)];
  // Lines of a block stand close together; the last one leaves room before what follows.
  const tight = (lines: readonly string[]): DocxParagraph[] =>
    lines.map((line, index) => ({ lines: [line], isTight: index < lines.length - 1 }));
  return renderDocx({
    title,
    author: senderLines[0] ?? title,
    locale,
    paragraphs: [
      ...blocks.flatMap(tight),
      ...filled(content.paragraphs).map((text) => ({ lines: text.split(/\r\n?|\n/) })),
    ],
  });
}
