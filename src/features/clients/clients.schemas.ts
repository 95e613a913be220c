import { z } from 'zod';
import {
  Email,
  Id,
  LanguageTag,
  PageOf,
  Phone,
  pageQuery,
  SafeText,
  Several,
  SortBy,
  TimeZone,
} from '../../platform/http/shapes.js';

const editable = {
  legalName: SafeText(200),
  preferredName: SafeText(200).nullish(),
  email: Email.nullish(),
  phone: Phone.nullish(),
  spokenLanguage: LanguageTag.optional(),
  writtenLanguage: LanguageTag.optional(),
  interpreterNeeded: z.boolean().optional(),
  timeZone: TimeZone.optional(),
};

export const NewClient = z
  .strictObject({
    ...editable,
    coachId: Id.optional().meta({ description: 'Supervisors may give the client to a coach at once.' }),
  })
  .meta({ id: 'NewClient' });

export const ClientPatch = z
  .strictObject({ ...editable, legalName: SafeText(200).optional() })
  .meta({ id: 'ClientPatch' });

export const Client = z
  .object({
    id: z.uuid(),
    legalName: z.string(),
    preferredName: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    spokenLanguage: z.string(),
    writtenLanguage: z.string(),
    interpreterNeeded: z.boolean(),
    timeZone: z.string(),
    coachId: z.uuid(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Client' });

export const ClientPage = PageOf('ClientPage', Client);

export const ClientQuery = z.strictObject({
  ...pageQuery,
  search: SafeText(100).optional().meta({ description: 'Beginning of a name, without case and accents.' }),
  coachId: Several(Id).optional(),
  sort: SortBy('name', 'updatedAt'),
});

export const Assignment = z
  .object({ coachId: z.uuid(), coachName: z.string(), startedAt: z.string(), endedAt: z.string().nullable() })
  .meta({ id: 'Assignment' });
export const AssignmentList = z
  .object({ items: z.array(Assignment), nextCursor: z.null() })
  .meta({ id: 'AssignmentList' });

export type NewClientBody = z.infer<typeof NewClient>;
export type ClientPatchBody = z.infer<typeof ClientPatch>;
export type ClientAnswer = z.infer<typeof Client>;
export type ClientQueryParams = z.infer<typeof ClientQuery>;
export type AssignmentAnswer = z.infer<typeof Assignment>;
