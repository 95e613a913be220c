import { z } from 'zod';
import { localeTags } from '../../platform/content/locales.js';
import { At, ClientRef, MovesOf, On, stamps } from '../../platform/http/fields.js';
import { Id, SafeText, Several, SliceOf, SortBy, sliceQuery } from '../../platform/http/shapes.js';
import { ApplicationRef } from '../applications/applications.door.js';
import { writers } from './checklist/answer-rows.rules.js';
import { sections } from './checklist/catalogue.rules.js';
import { debriefStatuses, skipReasons, variants, withdrawals } from './debriefs.rules.js';

const LocaleTag = z.enum(localeTags);

/** Item code → its fields. Which items and fields there are stands in the debrief's `items`; wrong ones give 422 with a pointer. */
const Answers = z
  .record(z.string().max(40), z.record(z.string().max(40), z.unknown()))
  .meta({ id: 'DebriefAnswers', description: 'Item code → field → value, as `items` of the debrief lists them.' });

const Status = z.enum(debriefStatuses);
const Variant = z.enum(variants);

const DebriefListed = z
  .object({
    id: Id.describe('The id of the debrief.'),
    client: ClientRef,
    application: ApplicationRef,
    variant: Variant.describe('Which checklist: by how far the application got.'),
    status: Status.describe('Where it stands.'),
    locale: z.string().describe('The language the client reads, BCP 47.'),
    decidedOn: On.describe('Day of the "no".'),
    issuedAt: At.describe('When it was issued.'),
    submittedAt: At.nullable().describe('When it was handed in.'),
    lapsesAt: At.describe('Until when answers are taken.'),
    ...stamps,
  })
  .meta({ id: 'DebriefListed' });
export const DebriefSlice = SliceOf('DebriefSlice', DebriefListed);

const field = {
  name: z.string().describe('Its name in the answer to the item.'),
  kind: z.string().describe('`tick`, `text`, `scale`, `choice`, `choices`, `date`; of a table what its rows are.'),
  label: z.string().describe('What stands before it, in the language of the request.'),
  options: z
    .array(
      z.object({
        value: z.string().describe('What the answer holds.'),
        label: z.string().describe('What people read, in the language of the request.'),
      }),
    )
    .nullable()
    .describe('What to choose from; null where nothing is chosen.'),
  maxLength: z.number().int().nullable().describe('Of text: the most characters, as a browser counts.'),
  isLong: z.boolean().describe('Of text: several lines.'),
  min: z.number().int().nullable().describe('Of a scale: the smallest number.'),
  max: z.number().int().nullable().describe('Of a scale: the greatest number.'),
};
const DebriefField = z
  .object({
    ...field,
    maxRows: z.number().int().nullable().describe('Of a table: the most rows.'),
    columns: z.array(z.object(field)).nullable().describe('Of a table: the fields of each row.'),
  })
  .meta({ id: 'DebriefField' });

const DebriefItem = z
  .object({
    code: z.string().describe('The code of the item, under which `answers` hold it.'),
    section: z.enum(sections).describe('The part of the page it stands in.'),
    title: z.string().describe('What is asked, in the language of the request.'),
    fields: z.array(DebriefField).describe('What can be answered, ready to draw a form of.'),
    isMain: z.boolean().describe('A main step of this checklist; the others are "more, if you like".'),
    isRequired: z.boolean().describe('Must be answered or declined before it is handed in.'),
    answer: z.record(z.string(), z.unknown()).nullable().describe('What was answered and is shared: field → value.'),
    enteredBy: z.enum(writers).nullable().describe('Who typed it.'),
    answeredAt: At.nullable().describe('When it was last changed.'),
  })
  .meta({ id: 'DebriefItem' });

export const Debrief = DebriefListed.extend({
  openedAt: At.nullable().describe('When the client first opened it, in a visit of their own.'),
  reviewedAt: At.nullable().describe('When the coach answered.'),
  skippedAt: At.nullable().describe('When it was set aside.'),
  skipReason: z
    .enum([...skipReasons, ...withdrawals])
    .nullable()
    .describe('Why it was set aside, when somebody said. `taken_back`, `call_instead`: withdrawn by itself, for good.'),
  submittedBy: z.enum(writers).nullable().describe('Who handed it in.'),
  reply: z.string().nullable().describe('What the coach wrote to the client.'),
  strengthNoted: z.string().nullable().describe('What the coach says the client is good at.'),
  items: z.array(DebriefItem).describe('The checklist as it is asked. Private answers are not in it.'),
  answers: Answers,
  barrierSignals: z.array(z.string()).describe('Kinds of open barriers that showed up on the day.'),
  moves: MovesOf(Status),
}).meta({ id: 'Debrief' });

export const DebriefQuery = z.strictObject({
  ...sliceQuery,
  clientId: Several(Id).optional().describe('Only of this client, or of these.'),
  status: Several(Status).optional().describe('Only those that stand so, one or several.'),
  sort: SortBy('issuedAt', 'updatedAt').describe('Newest first unless you say otherwise.'),
});

export const AnswersGiven = z
  .strictObject({
    answers: Answers,
    locale: LocaleTag.optional().describe('The language the client reads from now on.'),
  })
  .meta({ id: 'AnswersGiven' });

export const Review = z
  .strictObject({
    reply: SafeText(2000).optional().meta({ description: 'To the client, who reads it on their page.' }),
    strengthNoted: SafeText(500).optional().meta({ description: 'To the client too: what they are good at.' }),
    notify: z
      .boolean()
      .optional()
      .describe(
        'Whether the client gets a mail that you answered. Left out: who got this checklist by mail does. Nobody is mailed where you wrote nothing.',
      ),
  })
  .default({})
  .meta({ id: 'DebriefReview' });

export const Skip = z
  .strictObject({ reason: z.enum(skipReasons).optional().describe('Why it is set aside.') })
  .default({})
  .meta({ id: 'DebriefSkip' });

const linkAsked = ['email', 'screen'] as const;

export const DebriefLinkAsked = z
  .strictObject({
    way: z
      .enum(linkAsked)
      .describe(
        "`email`: to the client's own address, shown to nobody else. `screen`: shown to you, for an assisted visit.",
      ),
  })
  .meta({ id: 'DebriefLinkAsked' });

export const DebriefLink = z
  .object({
    way: z.enum(linkAsked).describe('How it comes to the client.'),
    url: z
      .string()
      .nullable()
      .describe('The token is after `#`. It is shown here once and stored nowhere; null for `email`.'),
    code: z.string().nullable().describe('For the page `/d`, where no link can be opened; null for `email`.'),
    expiresAt: At.nullable().describe('When both stop working; null for `email`, whose link is made with the mail.'),
  })
  .meta({ id: 'DebriefLink' });

export const DocumentQuery = z.strictObject({
  format: z.literal('pdf').default('pdf').describe('The only kind of file.'),
  locale: LocaleTag.optional().describe('The language of the paper; without it, the language the client reads.'),
});

export const NewPaper = z
  .strictObject({
    locale: LocaleTag.optional().describe('The language of the paper; without it, the language the client reads.'),
  })
  .default({})
  .meta({ id: 'NewPaper' });

export const Paper = z
  .object({
    id: Id.describe('The id of the paper, for printing it.'),
    code: z
      .string()
      .nullable()
      .describe('Stands on the paper, for the page `/d`; null when no answers are taken any more.'),
    expiresAt: At.nullable().describe('When the code stops working.'),
  })
  .meta({ id: 'Paper' });

export const PaperQuery = z.strictObject({
  format: z.literal('pdf').default('pdf').describe('The only kind of file.'),
});

export type NewPaperBody = z.infer<typeof NewPaper>;
export type PaperView = z.infer<typeof Paper>;
export type DebriefListedView = z.infer<typeof DebriefListed>;
export type DebriefView = z.infer<typeof Debrief>;
export type DebriefQueryParams = z.infer<typeof DebriefQuery>;
export type AnswersGivenBody = z.infer<typeof AnswersGiven>;
export type ReviewBody = z.infer<typeof Review>;
export type SkipBody = z.infer<typeof Skip>;
export type DebriefLinkAskedBody = z.infer<typeof DebriefLinkAsked>;
export type DebriefLinkView = z.infer<typeof DebriefLink>;
export type DocumentQueryParams = z.infer<typeof DocumentQuery>;
