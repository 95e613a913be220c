import { z } from 'zod';
import { direction, line, long, pageLanguage } from '../../../platform/documents/document-shapes.js';
import { pdfTemplate } from '../../../platform/documents/pdf-template.js';

const part = z.discriminatedUnion('kind', [
  /** Boxes to tick; `isTicked` for what was answered already. */
  z.strictObject({
    kind: z.literal('ticks'),
    label: line.nullable(),
    options: z.array(z.strictObject({ text: line, isTicked: z.boolean() })).max(30),
  }),
  /** Numbers to draw a ring around. */
  z.strictObject({
    kind: z.literal('numbers'),
    label: line.nullable(),
    help: line,
    min: z.int(),
    max: z.int().max(20),
    chosen: z.int().nullable(),
  }),
  /** Lines to write on, or what was written. */
  z.strictObject({
    kind: z.literal('lines'),
    label: line,
    count: z.int().min(1).max(10),
    text: long.nullable(),
    dir: direction,
  }),
  /** A table with empty rows under the filled ones. */
  z.strictObject({
    kind: z.literal('table'),
    heads: z.array(line).min(1).max(6),
    rows: z.array(z.array(line).max(6)).max(20),
    emptyRows: z.int().min(0).max(10),
  }),
]);
export type DocumentPart = z.infer<typeof part>;

/** What the template of the checklist is given. */
const checklistDocument = z.strictObject({
  language: pageLanguage,
  /** In the file's properties and in a viewer's window: neutral. */
  title: line,
  heading: line,
  paragraphs: z.array(line).max(10),
  /** Before the line for a name, which nobody has to give. */
  name: line,
  /** Where to open the same page on a phone; null when no link is to be printed. */
  online: z.strictObject({ howTo: line, address: line, code: line }).nullable(),
  sections: z
    .array(
      z.strictObject({
        title: line,
        help: line,
        items: z
          .array(
            z.strictObject({
              title: line,
              help: line.nullable(),
              parts: z.array(part).max(30),
              /** A box under the item, for the support line. */
              note: z.array(line).max(4),
            }),
          )
          .max(40),
      }),
    )
    .max(10),
  /** Foot of each page with `%p` and `%n` for page and pages. */
  pageOf: line,
});
export type ChecklistDocument = z.infer<typeof checklistDocument>;

export const checklistTemplate = pdfTemplate(new URL('checklist.typ', import.meta.url), checklistDocument);
