import { z } from 'zod';
import { documentLanguages } from '../../../platform/documents/languages.js';

/** English when nothing is said: the letter goes to an employer in the United States. */
const letterLocale = z.enum(documentLanguages).default('en').meta({
  description: 'Language that the letter is in. English when left out: it goes to an employer in the United States.',
});

export const LetterChecksQuery = z.strictObject({
  version: z.coerce.number().int().min(1).max(1_000_000).optional().meta({ description: 'The newest when left out.' }),
  locale: letterLocale,
});

export const LetterDocumentQuery = z.strictObject({
  format: z.enum(['pdf', 'docx', 'txt']).default('pdf'),
  locale: letterLocale,
});

const Finding = z
  .object({
    code: z.string(),
    level: z.enum(['problem', 'hint']).describe('A problem should be mended before sending; a hint is advice.'),
    detail: z.string().meta({ description: 'A plain sentence in the language of the caller.' }),
    parameters: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .describe('The words and numbers that the sentence holds, by name.'),
    excerpt: z.string().optional().meta({ description: 'The words of the letter that it is about.' }),
    offset: z.number().int().optional().meta({ description: 'Where they begin in the body, in UTF-16 units.' }),
  })
  .meta({ id: 'LetterFinding' });

export const LetterChecks = z
  .object({
    versionNumber: z
      .number()
      .int()
      .nullable()
      .describe('The version that was checked; null for a letter without a text.'),
    applicationId: z.uuid().nullable().meta({ description: 'Without one, nothing is said about employer and job.' }),
    wordCount: z.number().int().describe('Words in the text.'),
    items: z.array(Finding).meta({ description: 'Problems first.' }),
    nextCursor: z.null(),
  })
  .meta({ id: 'LetterChecks' });

export type LetterChecksQueryParams = z.infer<typeof LetterChecksQuery>;
export type LetterDocumentQueryParams = z.infer<typeof LetterDocumentQuery>;
export type LetterChecksView = z.infer<typeof LetterChecks>;
