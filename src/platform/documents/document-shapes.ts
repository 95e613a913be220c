import { z } from 'zod';

/** What the templates are given. Bounds keep one hostile text from keeping the machine busy. */

const line = z.string().max(2000);
const long = z.string().max(20_000);
const direction = z.enum(['ltr', 'rtl']);
/** A language alone, and a region: Typst fails without a message on anything else. */
const language = z.strictObject({
  lang: z.string().regex(/^[a-z]{2,3}$/),
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  dir: direction,
});

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
  z.strictObject({ kind: z.literal('lines'), label: line, count: z.int().min(1).max(10), text: long.nullable() }),
  /** A table with empty rows under the filled ones. */
  z.strictObject({
    kind: z.literal('table'),
    heads: z.array(line).min(1).max(6),
    rows: z.array(z.array(line).max(6)).max(20),
    emptyRows: z.int().min(0).max(10),
  }),
]);
export type DocumentPart = z.infer<typeof part>;

export const checklistDocument = z.strictObject({
  language,
  /** In the file's properties and in a viewer's window: neutral. */
  title: line,
  heading: line,
  paragraphs: z.array(line).max(10),
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
              parts: z.array(part).max(10),
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

/** `side` is where the text stands, `dir` how it runs: a phone number in an Arabic letter stands right and runs left to right. */
const directed = z.strictObject({ text: long, dir: direction, side: direction });
export const letterDocument = z.strictObject({
  language,
  title: line,
  /** Sender, date, addressee: blocks of lines. */
  blocks: z.array(z.array(directed).max(12)).max(4),
  paragraphs: z.array(directed).max(60),
});

/** A BCP 47 tag as the templates take it. Unknown forms become English, left to right by `dir`. */
export function documentLanguage(tag: string, dir: 'ltr' | 'rtl'): ChecklistDocument['language'] {
  const [lang = '', ...rest] = tag.split('-');
  const region = rest.find((subtag) => /^[A-Z]{2}$/.test(subtag)) ?? null;
  return /^[a-z]{2,3}$/.test(lang) ? { lang, region, dir } : { lang: 'en', region: null, dir };
}
