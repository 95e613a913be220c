import { directionOf, directionOfLocale, hasLetter } from '../../../platform/documents/direction.js';
import { documentLanguage } from '../../../platform/documents/document-shapes.js';
import { type RenderedPdf, renderPdf } from '../../../platform/documents/pdf.js';
import { filled, type LetterContent } from './letter-content.js';
import { letterTemplate } from './letter-document.js';

/** A cover letter as PDF: one column of real text, tagged, in the direction of each paragraph. */
export function renderLetterPdf(content: LetterContent): Promise<RenderedPdf> {
  const { locale, title } = content;
  const directed = (text: string) => {
    const side = directionOf(text, locale);
    return { text, side, dir: hasLetter(text) ? side : 'ltr' } as const;
  };
  return renderPdf(letterTemplate, {
    language: documentLanguage(locale, directionOfLocale(locale)),
    title,
    blocks: [content.senderLines, [content.dateText], content.addresseeLines].map((lines) =>
      filled(lines).map(directed),
    ),
    paragraphs: filled(content.paragraphs).map((text) => directed(text.replace(/\r\n?/g, '\n'))),
  });
}
