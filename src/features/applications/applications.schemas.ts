import { z } from 'zod';
import { ClientRef, MovesOf, On, Ref, stamps } from '../../platform/http/fields.js';
import {
  booleanText, DateOnly, ExternalId, Id, Line, SafeText, Several, SliceOf, SortBy, sliceQuery, Url,
} from '../../platform/http/shapes.js'; // biome-ignore format: one list
import { outcomes, positions, stages } from './stages.rules.js';

const JobTitle = Line(200).describe('The job, as the posting calls it.');
const PostingUrl = z.string().nullable().describe('Where the posting stands or stood.');

const editable = {
  externalId: ExternalId.nullish().describe('Its id in another system; one application has it at a time.'),
  postingUrl: Url.nullish().describe('Where the posting stands.'),
  postingText: SafeText(100_000).nullish().describe('The posting as it was read; postings disappear.'),
  source: Line(200).nullish().describe('Where the job was found.'),
};

export const NewApplication = z
  .strictObject({
    clientId: Id.describe('Whose application it is.'),
    employerId: Id.optional().describe('The employer; or give `employerName`.'),
    employerName: Line(200).optional().describe('Finds the employer of this name, or adds it.'),
    jobTitle: JobTitle,
    ...editable,
    appliedOn: DateOnly.optional().describe('The day it was sent.'),
    stage: z.enum(stages).optional().describe('`applied` when `appliedOn` is given, else `saved`.'),
  })
  .refine((body) => (body.employerId === undefined) !== (body.employerName === undefined), {
    path: ['employerId'],
    params: { code: 'http.one-of', names: 'employerId, employerName' },
  })
  .meta({ id: 'NewApplication' });

export const ApplicationPatch = z
  .strictObject({
    jobTitle: JobTitle.optional(),
    ...editable,
    appliedOn: DateOnly.optional().describe('Corrects the day, from the stage `applied` on.'),
  })
  .meta({ id: 'ApplicationPatch' });

export const Application = z
  .object({
    id: Id.describe('The id of the application.'),
    externalId: z.string().nullable().describe('Its id in another system.'),
    client: ClientRef,
    coach: Ref.describe('The coach of the client.'),
    employer: Ref.describe('Where the job is.'),
    employerNameGiven: z
      .string()
      .optional()
      .describe(
        'When it is written down: the name you gave, if it was taken for another spelling of an employer that is there. See whether it is the same.',
      ),
    jobTitle: z.string().describe('The job, as the posting calls it.'),
    postingUrl: PostingUrl,
    postingText: z.string().nullable().describe('The posting as it was read.'),
    source: z.string().nullable().describe('Where the job was found.'),
    stage: z.enum(stages).describe('Where it stands, or stood when it ended.'),
    outcome: z.enum(outcomes).nullable().describe('How it ended; null while it is open.'),
    isOpen: z.boolean().describe('It has no outcome yet.'),
    furthestStage: z.enum(stages).describe('The furthest stage that really happened.'),
    endingStage: z.enum(stages).nullable().describe('Where it ended; null while it is open.'),
    appliedOn: On.nullable().describe('The day it was sent; null before.'),
    endedOn: On.nullable().describe('The day it ended; null while it is open.'),
    sentLetter: z
      .object({
        id: Id.describe('The id of the letter.'),
        number: z.number().int().describe('The number of its version.'),
      })
      .nullable()
      .describe('The letter that went out with it, and which version of it.'),
    moves: MovesOf(z.enum(positions)),
    ...stamps,
  })
  .meta({ id: 'Application' });

const ApplicationListed = Application.omit({
  employerNameGiven: true,
  postingText: true,
  sentLetter: true,
  moves: true,
}).meta({
  id: 'ApplicationListed',
});
export const ApplicationSlice = SliceOf('ApplicationSlice', ApplicationListed);

export const ApplicationQuery = z.strictObject({
  ...sliceQuery,
  clientId: Several(Id).optional().describe('Of these clients.'),
  coachId: Several(Id).optional().describe('Of the clients of these coaches.'),
  employerId: Several(Id).optional().describe('At these employers.'),
  externalId: ExternalId.optional().describe('With this id in another system.'),
  stage: Several(z.enum(stages)).optional().describe('The stage it stands or ended at: `stage=applied,interview`.'),
  outcome: Several(z.enum(outcomes)).optional().describe('How it ended: `outcome=rejected,no_response`.'),
  open: booleanText.optional().describe('`true`: without an outcome; `false`: with one.'),
  appliedFrom: DateOnly.optional().describe('Applied on this day or later.'),
  appliedTo: DateOnly.optional().describe('Applied on this day or before.'),
  sort: SortBy('createdAt', 'updatedAt').describe('`-createdAt` when left out: newest first.'),
});

export type NewApplicationBody = z.infer<typeof NewApplication>;
export type ApplicationPatchBody = z.infer<typeof ApplicationPatch>;
export type ApplicationView = z.infer<typeof Application>;
export type ApplicationListedView = z.infer<typeof ApplicationListed>;
export type ApplicationQueryParams = z.infer<typeof ApplicationQuery>;
