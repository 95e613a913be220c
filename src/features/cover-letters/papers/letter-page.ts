import type { z } from 'zod';
import { directionOf, directionOfLocale, hasLetter } from '../../../platform/documents/direction.js';
import { documentLanguage, languageOfText, templateLanguage } from '../../../platform/documents/languages.js';
import { filled, type LetterContent } from './letter-content.js';
import type { letterTemplate } from './letter-document.js';

/** A cover letter as data for its template: one column of real text, in direction and language of each paragraph. */
export function letterPage(content: LetterContent): z.input<typeof letterTemplate.shape> {
  const { language, title } = content;
  const directed = (text: string, side = directionOf(text, language)) => {
    const dir = hasLetter(text) ? directionOf(text, language) : 'ltr';
    return { text, side, dir, language: templateLanguage(languageOfText(text, language)) } as const;
  };
  return {
    language: documentLanguage(language, directionOfLocale(language)),
    title,
    blocks: [content.senderLines, [content.dateText], content.addresseeLines].map((lines) =>
      // A phone number stands where the name above it stands.
      filled(lines).map((text) => directed(text, hasLetter(text) ? undefined : directionOf(lines.join(' '), language))),
    ),
    paragraphs: filled(content.paragraphs).map((text) => directed(text)),
  };
}
