import { z } from 'zod';
import { At, ClientRef, MovesOf, Ref, stamps } from '../../platform/http/fields.js';
import { Id, Line, SafeText, Several, SliceOf, SortBy, sliceQuery } from '../../platform/http/shapes.js';
import { ApplicationRef } from '../applications/applications.door.js';
import { letterStatuses, reviewDecisions } from './letter-state.rules.js';

const statusCode = z.enum(letterStatuses);
const decisionCode = z.enum(reviewDecisions);

const mostLines = 1000;

/** A page has about 3,000 characters and 50 lines; this is far beyond any letter, and keeps its files quick to make. */
const LetterBody = SafeText(50_000)
  .refine((text) => text.split('\n').length <= mostLines, { params: { code: 'http.too-many-lines', most: mostLines } })
  .meta({
    description: `Plain text, greeting and closing included; a blank line ends a paragraph. At most 50,000 characters in ${mostLines} lines.`,
  });

export const NewCoverLetter = z
  .strictObject({
    clientId: Id.describe('Whose letter it is.'),
    applicationId: Id.nullish().describe('An application of the same client.'),
    title: Line(200).describe('What the staff call it.'),
    body: LetterBody.optional().meta({ description: 'Written as version 1 at once.' }),
  })
  .meta({ id: 'NewCoverLetter' });

export const CoverLetterPatch = z
  .strictObject({
    title: Line(200).optional().describe('What the staff call it.'),
    applicationId: Id.nullish().describe('An application of the same client.'),
  })
  .meta({ id: 'CoverLetterPatch' });

export const NewLetterVersion = z.strictObject({ body: LetterBody }).meta({ id: 'NewLetterVersion' });

const Comment = z.strictObject({
  paragraph: z.number().int().min(1).max(50_000).optional().meta({
    description: 'Counted from 1, by blank lines. About the whole letter when left out.',
  }),
  text: SafeText(2000).describe('What the reviewer says.'),
});

export const NewReview = z
  .strictObject({
    decision: decisionCode.describe('What the second person says.'),
    comments: z
      .union([SafeText(5000, 0), z.array(Comment).max(50)])
      .optional()
      .describe('In one piece, or paragraph by paragraph.'),
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
    number: z.number().int().describe('Counted from 1.'),
    body: z.string().describe('The text; a blank line ends a paragraph.'),
    author: Ref.describe('Who wrote it.'),
    createdAt: At.describe('When it was written.'),
  })
  .meta({ id: 'LetterVersion' });
export const LetterVersionSlice = SliceOf('LetterVersionSlice', LetterVersion);

const LetterReview = z
  .object({
    id: Id.describe('The id of the review.'),
    versionNumber: z.number().int().describe('The version that was read.'),
    decision: decisionCode.describe('What the second person said.'),
    comments: z
      .array(
        z.object({
          paragraph: z
            .number()
            .int()
            .optional()
            .describe('Counted from 1; about the whole letter when it is not there.'),
          text: z.string().describe('What the reviewer says.'),
        }),
      )
      .describe('What should change, or what is good.'),
    reviewer: Ref.describe('Who read it.'),
    createdAt: At.describe('When it was read.'),
  })
  .meta({ id: 'LetterReview' });

const CoverLetterListed = z
  .object({
    id: Id.describe('The id of the letter.'),
    client: ClientRef,
    application: ApplicationRef.nullable().describe('The application it goes with; null while it has none.'),
    title: z.string().describe('What the staff call it.'),
    status: statusCode.describe('Where it stands.'),
    latestNumber: z.number().int().describe('The newest version; 0 before the first.'),
    sentNumber: z.number().int().nullable().describe('The version that went out.'),
    sentAt: At.nullable().describe('When it went out.'),
    ...stamps,
  })
  .meta({ id: 'CoverLetterListed' });
export const CoverLetterSlice = SliceOf('CoverLetterSlice', CoverLetterListed);

export const CoverLetter = CoverLetterListed.extend({
  latestVersion: LetterVersion.nullable().describe('The newest text.'),
  reviews: z.array(LetterReview).describe('Newest first; the last 100.'),
  moves: MovesOf(statusCode),
}).meta({ id: 'CoverLetter' });

export const CoverLetterQuery = z.strictObject({
  ...sliceQuery,
  clientId: Several(Id).optional().describe('Only of this client, or of these.'),
  applicationId: Several(Id).optional().describe('Only with this application, or with these.'),
  status: Several(statusCode).optional().describe('Only those that stand so, one or several.'),
  sort: SortBy('createdAt', 'updatedAt').describe('Newest first unless you say otherwise.'),
});

export const LetterVersionQuery = z.strictObject({ ...sliceQuery });

export type NewCoverLetterBody = z.infer<typeof NewCoverLetter>;
export type CoverLetterPatchBody = z.infer<typeof CoverLetterPatch>;
export type NewLetterVersionBody = z.infer<typeof NewLetterVersion>;
export type NewReviewBody = z.infer<typeof NewReview>;
export type SendingBody = z.infer<typeof Sending>;
export type CoverLetterListedView = z.infer<typeof CoverLetterListed>;
export type CoverLetterView = z.infer<typeof CoverLetter>;
export type LetterVersionView = z.infer<typeof LetterVersion>;
export type CoverLetterQueryParams = z.infer<typeof CoverLetterQuery>;
export type LetterVersionQueryParams = z.infer<typeof LetterVersionQuery>;
