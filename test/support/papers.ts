import type { z } from 'zod';
import type { LetterContent } from '../../src/features/cover-letters/papers/letter-content.js';
import { letterTemplate } from '../../src/features/cover-letters/papers/letter-document.js';
import { letterPage } from '../../src/features/cover-letters/papers/letter-page.js';
import { factsOf } from '../../src/features/debriefs/issuing/facts.rules.js';
import { checklistPaper } from '../../src/features/debriefs/paper/paper.js';
import type { PdfTemplate } from '../../src/platform/documents/pdf-template.js';
import { forget, setPdf } from '../../src/platform/documents/typesetter.js';
import { interview, record } from '../rules/debriefs/records.js';

/** As the press does it, in this process. */
export async function renderPdf<Shape extends z.ZodType>(template: PdfTemplate<Shape>, data: z.input<Shape>) {
  try {
    const { file, ...rest } = setPdf({ template, data: template.shape.parse(data) });
    return { file: Buffer.from(file), ...rest };
  } finally {
    forget();
  }
}
export const renderLetterPdf = (content: LetterContent) => renderPdf(letterTemplate, letterPage(content));

export const facts = factsOf(
  record({
    stagesReached: ['applied', 'phone_screen', 'interview', 'reference_check'],
    interviews: [interview({ people: [{ name: 'Sam Lee', role: 'Baker' }] }), interview({ round: 2 })],
    hasLetter: true,
    promisedDecisionOn: '2026-11-10',
  }),
);
export type Paper = Parameters<typeof checklistPaper>[0];
/** A checklist after an interview, with everything a record can have. */
export const paper = (given: Partial<Paper> = {}) =>
  checklistPaper({
    locale: 'en',
    variant: 'R2',
    facts,
    answers: {},
    job: 'Baker, Sunrise Bakery',
    online: { address: 'onward.example/d', code: 'K7QM-2XWD' },
    isAsked: true,
    reader: 'client',
    ...given,
  });
