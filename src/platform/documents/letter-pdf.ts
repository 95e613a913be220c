import { documentLanguage } from './document-shapes.js';
import { directionOf, directionOfLocale, filled, hasLetter, type LetterContent } from './letter-content.js';
import { type RenderedPdf, renderPdf } from './pdf.js';

/** A cover letter as PDF: one column of real text, tagged, in the direction of each paragraph. */
export function renderLetterPdf(content: LetterContent): Promise<RenderedPdf> {
  const { locale, title } = content;
  const directed = (text: string) => {
    const side = directionOf(text, locale);
    return { text, side, dir: hasLetter(text) ? side : 'ltr' } as const;
  };
  return renderPdf('letter', {
    language: documentLanguage(locale, directionOfLocale(locale)),
    title,
    blocks: [content.senderLines, [content.dateText], content.addresseeLines].map((lines) =>
      filled(lines).map(directed),
    ),
    paragraphs: filled(content.paragraphs).map((text) => directed(text.replace(/\r\n?/g, '\n'))),
  });
}
