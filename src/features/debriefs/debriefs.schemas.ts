import { z } from 'zod';
import { localeTags } from '../../platform/content/locales.js';
import { Id, PageOf, pageQuery, SafeText, Several, SortBy } from '../../platform/http/shapes.js';
import { writers } from './checklist/answer-rows.rules.js';
import { sections } from './checklist/catalogue.rules.js';
import { debriefStates, variants } from './debriefs.rules.js';

const LocaleTag = z.enum(localeTags);

/** Item code → its fields. Which items and fields there are stands in the debrief's `items`; wrong ones give 422 with a pointer. */
const Answers = z
  .record(z.string().max(40), z.record(z.string().max(40), z.unknown()))
  .meta({ id: 'DebriefAnswers', description: 'Item code → field → value, as `items` of the debrief lists them.' });

const DebriefListed = z
  .object({
    id: Id,
    clientId: Id,
    clientName: z.string(),
    applicationId: Id,
    jobTitle: z.string(),
    employerName: z.string(),
    variant: z.enum(variants),
    status: z.enum(debriefStates),
    locale: z.string(),
    decidedOn: z.iso.date().meta({ description: 'Day of the "no".' }),
    issuedAt: z.string(),
    submittedAt: z.string().nullable(),
    lapsesAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'DebriefListed' });
export const DebriefPage = PageOf('DebriefPage', DebriefListed);

const DebriefItem = z
  .object({
    code: z.string(),
    section: z.enum(sections),
    title: z.string().meta({ description: 'In the language of the request.' }),
    fields: z.array(z.object({ name: z.string(), kind: z.string() })),
    isMain: z.boolean(),
    isRequired: z.boolean(),
    answer: z.record(z.string(), z.unknown()).nullable(),
    enteredBy: z.enum(writers).nullable(),
    answeredAt: z.string().nullable(),
  })
  .meta({ id: 'DebriefItem' });

export const Debrief = DebriefListed.extend({
  openedAt: z.string().nullable(),
  reviewedAt: z.string().nullable(),
  skippedAt: z.string().nullable(),
  submittedBy: z.enum(writers).nullable(),
  reply: z.string().nullable(),
  strengthNoted: z.string().nullable(),
  items: z.array(DebriefItem).meta({ description: 'The checklist as it is asked. Private answers are not in it.' }),
  answers: Answers,
  barrierSignals: z.array(z.string()).meta({ description: 'Kinds of open barriers that showed up on the day.' }),
  updatedAt: z.string(),
}).meta({ id: 'Debrief' });

export const DebriefQuery = z.strictObject({
  ...pageQuery,
  clientId: Several(Id).optional(),
  status: Several(z.enum(debriefStates)).optional(),
  sort: SortBy('issuedAt', 'updatedAt'),
});

export const AnswersGiven = z
  .strictObject({ answers: Answers, locale: LocaleTag.optional() })
  .meta({ id: 'AnswersGiven' });

export const Review = z
  .strictObject({
    reply: SafeText(2000).optional().meta({ description: 'To the client, who reads it on their page.' }),
    strengthNoted: SafeText(500).optional().meta({ description: 'To the client too: what they are good at.' }),
  })
  .default({})
  .meta({ id: 'DebriefReview' });

/** Why it was set aside. Nothing follows from it for the client. */
const skipReasons = ['not_wanted', 'talked_instead', 'not_reached', 'other'] as const;
export const Skip = z
  .strictObject({ reason: z.enum(skipReasons).optional() })
  .default({})
  .meta({ id: 'DebriefSkip' });

export const DebriefLink = z
  .object({
    url: z.string().meta({ description: 'The token is after `#`. It is shown here once and stored nowhere.' }),
    code: z.string().meta({ description: 'For the page `/d`, where no link can be opened.' }),
    expiresAt: z.string(),
  })
  .meta({ id: 'DebriefLink' });

export const DocumentQuery = z.strictObject({
  format: z.literal('pdf').default('pdf'),
  locale: LocaleTag.optional(),
});

export type DebriefListedAnswer = z.infer<typeof DebriefListed>;
export type DebriefAnswer = z.infer<typeof Debrief>;
export type DebriefQueryParams = z.infer<typeof DebriefQuery>;
export type AnswersGivenBody = z.infer<typeof AnswersGiven>;
export type ReviewBody = z.infer<typeof Review>;
export type SkipBody = z.infer<typeof Skip>;
export type DebriefLinkAnswer = z.infer<typeof DebriefLink>;
export type DocumentQueryParams = z.infer<typeof DocumentQuery>;
