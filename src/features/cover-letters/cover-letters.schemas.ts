import { z } from 'zod';
import { Id, PageOf, pageQuery, SafeText, Several, SortBy } from '../../platform/http/shapes.js';
import { letterStatuses, reviewDecisions } from './letter-state.rules.js';

const stateCode = z.enum(letterStatuses);
const decisionCode = z.enum(reviewDecisions);

const mostLines = 1000;

/** A page has about 3,000 characters and 50 lines; this is far beyond any letter, and keeps its files quick to make. */
const LetterBody = SafeText(50_000)
  .refine((text) => text.split('\n').length <= mostLines, { message: 'Has too many lines.' })
  .meta({
    description: `Plain text, greeting and closing included; a blank line ends a paragraph. At most 50,000 characters in ${mostLines} lines.`,
  });

export const NewCoverLetter = z
  .strictObject({
    clientId: Id,
    applicationId: Id.nullish().meta({ description: 'An application of the same client.' }),
    title: SafeText(200),
    body: LetterBody.optional().meta({ description: 'Written as version 1 at once.' }),
  })
  .meta({ id: 'NewCoverLetter' });

export const CoverLetterPatch = z
  .strictObject({ title: SafeText(200).optional(), applicationId: Id.nullish() })
  .meta({ id: 'CoverLetterPatch' });

export const NewLetterVersion = z.strictObject({ body: LetterBody }).meta({ id: 'NewLetterVersion' });

const Comment = z.strictObject({
  paragraph: z.number().int().min(1).max(50_000).optional().meta({
    description: 'Counted from 1, by blank lines. About the whole letter when left out.',
  }),
  text: SafeText(2000),
});

export const NewReview = z
  .strictObject({
    decision: decisionCode,
    comments: z.union([SafeText(5000, 0), z.array(Comment).max(50)]).optional(),
    versionNumber: z.number().int().min(1).max(1_000_000).optional().meta({
      description: 'The version you read: refused with 409 when a newer one is in review.',
    }),
  })
  .meta({ id: 'NewLetterReview' });

export const Sending = z
  .strictObject({
    applicationId: Id.optional().meta({ description: 'When the letter has none yet, or went with another one.' }),
  })
  .optional()
  .meta({ id: 'LetterSending' });

/** The acts that need nothing said. */
export const NoDetails = z.strictObject({}).optional().meta({ id: 'NoDetails' });

export const LetterVersion = z
  .object({
    number: z.number().int(),
    body: z.string(),
    authorId: z.uuid(),
    authorName: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'LetterVersion' });
export const LetterVersionPage = PageOf('LetterVersionPage', LetterVersion);

const LetterReview = z
  .object({
    id: z.uuid(),
    versionNumber: z.number().int(),
    decision: decisionCode,
    comments: z.array(z.object({ paragraph: z.number().int().optional(), text: z.string() })),
    reviewerId: z.uuid(),
    reviewerName: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'LetterReview' });

const CoverLetterListed = z
  .object({
    id: z.uuid(),
    clientId: z.uuid(),
    applicationId: z.uuid().nullable(),
    title: z.string(),
    state: stateCode,
    latestNumber: z.number().int().meta({ description: '0 before the first version.' }),
    sentNumber: z.number().int().nullable(),
    sentAt: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'CoverLetterListed' });
export const CoverLetterPage = PageOf('CoverLetterPage', CoverLetterListed);

export const CoverLetter = CoverLetterListed.extend({
  latestVersion: LetterVersion.nullable(),
  reviews: z.array(LetterReview).meta({ description: 'Newest first; the last 100.' }),
}).meta({ id: 'CoverLetter' });

export const CoverLetterQuery = z.strictObject({
  ...pageQuery,
  clientId: Several(Id).optional(),
  applicationId: Several(Id).optional(),
  state: Several(stateCode).optional(),
  sort: SortBy('createdAt', 'updatedAt'),
});

export const LetterVersionQuery = z.strictObject({ ...pageQuery });

export type NewCoverLetterBody = z.infer<typeof NewCoverLetter>;
export type CoverLetterPatchBody = z.infer<typeof CoverLetterPatch>;
export type NewLetterVersionBody = z.infer<typeof NewLetterVersion>;
export type NewReviewBody = z.infer<typeof NewReview>;
export type SendingBody = z.infer<typeof Sending>;
export type CoverLetterListedAnswer = z.infer<typeof CoverLetterListed>;
export type CoverLetterAnswer = z.infer<typeof CoverLetter>;
export type LetterVersionAnswer = z.infer<typeof LetterVersion>;
export type CoverLetterQueryParams = z.infer<typeof CoverLetterQuery>;
export type LetterVersionQueryParams = z.infer<typeof LetterVersionQuery>;
