import { z } from 'zod';
import { isAddress, plainAddress } from '../../kernel/addresses.js';
import { timeZoneOf } from '../../kernel/days.js';
import { languageTagOf } from '../../kernel/languages.js';
import { isPhone, plainPhone } from '../../kernel/phones.js';
import { canBeKept, plainLine, plainText } from '../../kernel/text.js';

/*
 * The small shapes that every room's schemas are made of. Every text, list and number has a bound.
 */

/** More than any text of `max` characters has before it is made plain: line ends of two signs, letters in pieces. */
const mostRaw = (max: number): number => 4 * max + 100;

const typed = (max: number, min: number, plain: (text: string) => string) =>
  z
    .string()
    .refine((text) => text.length <= mostRaw(max), { abort: true, params: { code: 'http.text-too-long', most: max } })
    .refine(canBeKept, { abort: true, params: { code: 'http.text-not-allowed' } })
    .overwrite(plain)
    .min(min)
    .max(max);

/** Text of any number of lines that a person typed or pasted, made plain (`kernel/text.ts`); its bounds hold after that. */
export const SafeText = (max: number, min = 1) => typed(max, min, plainText);

/** Text of one line: a name, a title. A line end in it becomes a space. */
export const Line = (max: number, min = 1) => typed(max, min, plainLine);

export const Id = z.uuid();

/** An id that another system gave: one line of text, taken as it is or not at all. */
export const ExternalId = SafeText(100).refine((id) => !/\s/u.test(id.replaceAll(' ', '')), {
  params: { code: 'http.text-not-allowed' },
});

/** A day `YYYY-MM-DD` that exists, between 1900 and 2199. */
export const DateOnly = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day < '2200-01-01', { message: 'Out of range.' });

/** An instant, RFC 3339 with a time zone offset. */
export const Instant = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine((text) => text >= '1900' && text < '2200', { message: 'Out of range.' });

/** An e-mail address, as people paste it. */
export const Email = typed(254, 0, plainAddress)
  .refine(isAddress, { params: { code: 'http.not-an-email' } })
  .meta({ format: 'email' });

/** A telephone number, as a phone shows or copies it. */
export const Phone = typed(60, 0, plainPhone)
  .refine(isPhone, { params: { code: 'http.not-a-phone' } })
  .meta({ examples: ['(206) 555-0147 ext. 12'] });

export const Url = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((url) => url === plainLine(url));

/** A tag of a known language, BCP 47. */
export const LanguageTag = typed(35, 0, (tag) => languageTagOf(plainLine(tag)) ?? tag)
  .refine((tag) => languageTagOf(tag) !== null, { params: { code: 'http.not-a-language' } })
  .meta({ examples: ['es-MX'] });

/** An IANA time zone name. */
export const TimeZone = typed(64, 0, (name) => timeZoneOf(plainLine(name)) ?? name)
  .refine((name) => timeZoneOf(name) !== null, { params: { code: 'http.not-a-time-zone' } })
  .meta({ examples: ['America/Los_Angeles'] });

export const booleanText = z.enum(['true', 'false']).transform((text) => text === 'true');

/** What every list takes. Spread it into a room's strict query object. */
export const sliceQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().min(1).max(2000).optional(),
  total: booleanText.optional().meta({ description: 'With `true` the answer has `total`, counted up to 1,000.' }),
  updatedAfter: Instant.optional().meta({
    description:
      'Only what was written or changed after this instant, up to half a minute before the first slice: nothing of what is shown can still be overtaken by a change that is under way. Follow the cursors to their end, then go on with the latest `updatedAt` you got (`createdAt` or `occurredAt` of what never changes); what came in its last millisecond may come again. What was deleted is not told.',
  }),
};

/** One of these codes, or several with commas between them: `stage=applied,offer`. */
export const Several = <Code extends z.ZodType<string, string>>(code: Code) =>
  z
    .string()
    .max(1000)
    .transform((text) => text.split(','))
    .pipe(z.array(code).min(1).max(50));

/** One of a list's sorts; with `-` before it, the other way round. */
export const SortBy = <const Sort extends string>(...sorts: readonly Sort[]) =>
  z.enum(sorts.flatMap((sort): (Sort | `-${Sort}`)[] => [sort, `-${sort}`])).optional();

/** A slice of a list, for the document and the tests. */
export const SliceOf = <Item extends z.ZodType>(name: string, item: Item) =>
  z
    .object({
      items: z.array(item),
      nextCursor: z.string().nullable().meta({ description: 'For `cursor` of the next request; null at the end.' }),
      total: z.number().int().optional(),
      isTotalCapped: z.boolean().optional().meta({ description: 'True: there are more than `total`, uncounted.' }),
    })
    .meta({ id: name });

export const Problem = z
  .object({
    type: z.string().meta({ description: 'Leads to the entry of the code in the catalogue.' }),
    title: z.string().meta({ description: 'What the status says, in words.' }),
    status: z.number().int().meta({ description: 'The status of the answer.' }),
    code: z.string().meta({ description: 'What is wrong, stable and for programs: `http.not-found`.' }),
    detail: z.string().meta({ description: 'What is wrong and what to do, in plain words of the reader’s language.' }),
    requestId: z.string().meta({ description: 'The `X-Request-Id` of the answer.' }),
    errors: z
      .array(
        z.object({
          pointer: z.string().optional().meta({ description: 'Where in the body: a JSON Pointer (RFC 6901).' }),
          parameter: z.string().optional().meta({ description: 'The query parameter, when it is not the body.' }),
          code: z.string().meta({ description: 'What is wrong with it.' }),
          detail: z.string().meta({ description: 'The same in words.' }),
        }),
      )
      .optional()
      .meta({ description: 'What is wrong with which field.' }),
    existing: z
      .object({
        type: z.string().meta({ description: 'What it is, by its noun.' }),
        id: z.string().meta({ description: 'Its id.' }),
      })
      .optional()
      .meta({ description: 'What is there already and stands in the way, when you see it.' }),
  })
  .meta({ id: 'Problem' });
