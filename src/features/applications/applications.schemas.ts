import { z } from 'zod';
import { DateOnly, Id, PageOf, pageQuery, SafeText, Several, SortBy, Url } from '../../platform/http/shapes.js';
import { outcomes, stages } from './stages.rules.js';

const editable = {
  postingUrl: Url.nullish(),
  postingText: SafeText(100_000).nullish().meta({ description: 'The posting as it was read; postings disappear.' }),
  source: SafeText(200).nullish().meta({ description: 'Where the job was found.' }),
};

export const NewApplication = z
  .strictObject({
    clientId: Id,
    employerId: Id.optional(),
    employerName: SafeText(200).optional().meta({ description: 'Finds the employer of this name, or adds it.' }),
    jobTitle: SafeText(200),
    ...editable,
    appliedOn: DateOnly.optional(),
    stage: z.enum(stages).optional().meta({ description: '`applied` when `appliedOn` is given, else `saved`.' }),
  })
  .refine((body) => (body.employerId === undefined) !== (body.employerName === undefined), {
    message: 'Give either employerId or employerName.',
    path: ['employerId'],
  })
  .meta({ id: 'NewApplication' });

export const ApplicationPatch = z
  .strictObject({
    jobTitle: SafeText(200).optional(),
    ...editable,
    appliedOn: DateOnly.optional().meta({ description: 'Corrects the day, from the stage `applied` on.' }),
  })
  .meta({ id: 'ApplicationPatch' });

/** Where an application stands. */
export const standing = {
  stage: z.enum(stages),
  outcome: z.enum(outcomes).nullable(),
  furthestStage: z.enum(stages).meta({ description: 'The furthest stage that really happened.' }),
  endingStage: z.enum(stages).nullable().meta({ description: 'Where it ended; null while it is open.' }),
  appliedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  version: z.number().int(),
};

export const Application = z
  .object({
    id: z.uuid(),
    clientId: z.uuid(),
    clientName: z.string().meta({ description: 'The name the client goes by.' }),
    employer: z.object({ id: z.uuid(), name: z.string() }),
    jobTitle: z.string(),
    postingUrl: z.string().nullable(),
    postingText: z.string().nullable(),
    source: z.string().nullable(),
    ...standing,
    sentLetter: z
      .object({ id: z.uuid(), number: z.number().int() })
      .nullable()
      .meta({ description: 'The letter that went out with it, and which version of it.' }),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'Application' });

const ApplicationListed = Application.omit({ postingText: true, sentLetter: true }).meta({ id: 'ApplicationListed' });
export const ApplicationPage = PageOf('ApplicationPage', ApplicationListed);

export const ApplicationQuery = z.strictObject({
  ...pageQuery,
  clientId: Several(Id).optional(),
  employerId: Several(Id).optional(),
  stage: Several(z.enum(stages)).optional().meta({ description: 'The stage it stands or ended at.' }),
  outcome: Several(z.enum(['open', ...outcomes]))
    .optional()
    .meta({ description: '`open` for those without one.' }),
  appliedFrom: DateOnly.optional().meta({ description: 'Applied on this day or later.' }),
  appliedTo: DateOnly.optional().meta({ description: 'Applied on this day or before.' }),
  sort: SortBy('createdAt', 'updatedAt'),
});

export type NewApplicationBody = z.infer<typeof NewApplication>;
export type ApplicationPatchBody = z.infer<typeof ApplicationPatch>;
export type ApplicationAnswer = z.infer<typeof Application>;
export type ApplicationListedAnswer = z.infer<typeof ApplicationListed>;
export type ApplicationQueryParams = z.infer<typeof ApplicationQuery>;
