import { z } from 'zod';
import { At, ClientRef, On, Ref, stamps } from '../../platform/http/fields.js';
import { booleanText, DateOnly, Id, Line, Several, SliceOf, SortBy, sliceQuery } from '../../platform/http/shapes.js';
import { assignees, followUpKinds, thingsAbout } from './follow-ups.rules.js';

const Title = Line(300);
const AssigneeCode = z.enum(assignees);
const AboutThing = z.object({
  type: z.enum(thingsAbout).describe('What kind of thing.'),
  id: Id.describe('Its id.'),
});

export const NewFollowUp = z
  .strictObject({
    clientId: Id.describe('For whom it is.'),
    kind: z
      .enum(followUpKinds)
      .default('task')
      .describe('A `task` is in your own words; the others speak for themselves.'),
    title: Title.nullish().describe('What is to be done. A `task` needs it.'),
    dueOn: DateOnly.describe('The day it is due.'),
    assignee: AssigneeCode.default('coach').describe('Who does it.'),
    about: z.strictObject(AboutThing.shape).nullish().describe('What it belongs to: a thing of this client.'),
  })
  .meta({ id: 'NewFollowUp' });

export const FollowUpPatch = z
  .strictObject({
    title: Title.nullish().describe('What is to be done. A `task` needs it.'),
    dueOn: DateOnly.optional().describe('The day it is due.'),
    assignee: AssigneeCode.optional().describe('Who does it.'),
  })
  .meta({ id: 'FollowUpPatch' });

export const FollowUp = z
  .object({
    id: Id.describe('The id of the next step.'),
    client: ClientRef,
    assignee: AssigneeCode.describe('Who does it.'),
    kind: z.enum(followUpKinds).describe('Names it in every language; `task` by its title alone.'),
    title: z.string().nullable().describe('In the words of the staff, or of the client who planned it.'),
    dueOn: On.describe('The day it is due.'),
    isOverdue: z.boolean().describe('Open, and due before today in the time zone of the organization.'),
    about: AboutThing.nullable().describe('What it belongs to.'),
    completedAt: At.nullable().describe('When it was done; null while it is open.'),
    completedBy: Ref.nullable().describe('Who said that it is done.'),
    ...stamps,
  })
  .meta({ id: 'FollowUp' });
export const FollowUpSlice = SliceOf('FollowUpSlice', FollowUp);

export const FollowUpQuery = z.strictObject({
  ...sliceQuery,
  clientId: Several(Id).optional().describe('Only of this client, or of these.'),
  assignee: Several(AssigneeCode).optional().describe('Only what the coach, or the client, does.'),
  open: booleanText.optional().describe('`true`: not done yet; `false`: done.'),
  dueFrom: DateOnly.optional().describe('Due on this day or later.'),
  dueTo: DateOnly.optional().describe('Due on this day or earlier.'),
  sort: SortBy('dueOn', 'updatedAt').describe('By due day, the earliest first, unless you say otherwise.'),
});

export type NewFollowUpBody = z.infer<typeof NewFollowUp>;
export type FollowUpPatchBody = z.infer<typeof FollowUpPatch>;
export type FollowUpView = z.infer<typeof FollowUp>;
export type FollowUpQueryParams = z.infer<typeof FollowUpQuery>;
