import { z } from 'zod';
import { DateOnly, Id, PageOf, pageQuery, SafeText, Several, SortBy } from '../../platform/http/shapes.js';
import { followUpKinds, followUpOwners } from './follow-ups.rules.js';

const Title = SafeText(300);

export const NewFollowUp = z
  .strictObject({
    clientId: Id,
    kind: z.enum(followUpKinds).default('task'),
    title: Title.nullish().meta({ description: 'A `task` needs one.' }),
    dueOn: DateOnly,
    owner: z.enum(followUpOwners).default('coach').meta({ description: 'Who does it.' }),
  })
  .meta({ id: 'NewFollowUp' });

export const FollowUpPatch = z
  .strictObject({ title: Title.nullish(), dueOn: DateOnly.optional() })
  .meta({ id: 'FollowUpPatch' });

export const FollowUp = z
  .object({
    id: Id,
    clientId: Id,
    owner: z.enum(followUpOwners),
    kind: z.enum(followUpKinds),
    title: z.string().nullable(),
    dueOn: z.iso.date(),
    isOverdue: z.boolean().meta({ description: 'Open, and due before today in the time zone of the organization.' }),
    debriefId: Id.nullable(),
    applicationId: Id.nullable(),
    completedAt: z.string().nullable(),
    completedBy: Id.nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'FollowUp' });
export const FollowUpPage = PageOf('FollowUpPage', FollowUp);

export const FollowUpQuery = z.strictObject({
  ...pageQuery,
  clientId: Several(Id).optional(),
  owner: Several(z.enum(followUpOwners)).optional(),
  open: z.literal('true').optional().meta({ description: 'Only those not done yet.' }),
  dueBefore: DateOnly.optional().meta({ description: 'Due before this day.' }),
  sort: SortBy('dueOn', 'updatedAt'),
});

export type NewFollowUpBody = z.infer<typeof NewFollowUp>;
export type FollowUpPatchBody = z.infer<typeof FollowUpPatch>;
export type FollowUpAnswer = z.infer<typeof FollowUp>;
export type FollowUpQueryParams = z.infer<typeof FollowUpQuery>;
