import { z } from 'zod';
import { direction, language, line, long, pageLanguage } from '../../../platform/documents/document-shapes.js';
import { pdfTemplate } from '../../../platform/documents/pdf-template.js';

/** `side` is where the text stands, `dir` how it runs: a phone number in an Arabic letter stands right and runs left to right. */
const directed = z.strictObject({ text: long, dir: direction, side: direction, language });

/** What the template of a letter is given. */
const letterDocument = z.strictObject({
  language: pageLanguage,
  title: line,
  /** Sender, date, addressee: blocks of lines. */
  blocks: z.array(z.array(directed).max(12)).max(4),
  paragraphs: z.array(directed).max(60),
});

export const letterTemplate = pdfTemplate(new URL('letter.typ', import.meta.url), letterDocument);
