import { z } from 'zod';
import { At, E164, EmailAddress, Ref, stamps } from '../../platform/http/fields.js';
import {
  Email,
  ExternalId,
  Id,
  LanguageTag,
  Line,
  Phone,
  Several,
  SliceOf,
  SortBy,
  sliceQuery,
  TimeZone,
} from '../../platform/http/shapes.js';

const LegalName = Line(200).describe('The name in the papers.');
const editable = {
  externalId: ExternalId.nullish().describe('Its id in another system; one client has it at a time.'),
  legalName: LegalName,
  preferredName: Line(200).nullish().describe('The name they want to be called.'),
  email: Email.nullish().describe('Where their mail goes.'),
  phone: Phone.nullish().describe('Their number, as they wrote it.'),
  spokenLanguage: LanguageTag.optional().describe('The language they speak, BCP 47.'),
  writtenLanguage: LanguageTag.optional().describe('The language they read, BCP 47.'),
  interpreterNeeded: z.boolean().optional().describe('Talks need an interpreter.'),
  timeZone: TimeZone.optional().describe('Where they live: an IANA name.'),
};

export const NewClient = z
  .strictObject({
    ...editable,
    coachId: Id.optional().describe('Supervisors may give the client to a coach at once.'),
  })
  .meta({ id: 'NewClient' });

export const ClientPatch = z.strictObject({ ...editable, legalName: LegalName.optional() }).meta({ id: 'ClientPatch' });

export const Client = z
  .object({
    id: Id.describe('The id of the client.'),
    externalId: z.string().nullable().describe('Its id in another system.'),
    name: z.string().describe('The name they want to be called; the legal one when they named no other.'),
    legalName: z.string().describe('The name in the papers.'),
    preferredName: z.string().nullable().describe('The name they want to be called.'),
    email: EmailAddress.nullable().describe('Where their mail goes.'),
    phone: z.string().nullable().describe('Their number, as they wrote it.'),
    phoneE164: E164,
    spokenLanguage: z.string().describe('The language they speak, BCP 47.'),
    writtenLanguage: z.string().describe('The language they read, BCP 47.'),
    interpreterNeeded: z.boolean().describe('Talks need an interpreter.'),
    timeZone: z.string().describe('Where they live: an IANA name.'),
    coach: Ref.describe('On whose caseload they stand.'),
    ...stamps,
  })
  .meta({ id: 'Client' });

export const ClientSlice = SliceOf('ClientSlice', Client);

export const ClientQuery = z.strictObject({
  ...sliceQuery,
  search: Line(100).optional().describe('Beginning of a name, without case and accents.'),
  coachId: Several(Id).optional().describe('On the caseload of this coach, or of these.'),
  externalId: ExternalId.optional().describe('With this id in another system.'),
  sort: SortBy('name', 'updatedAt').describe('By name unless you say otherwise.'),
});

export const Assignment = z
  .object({
    coach: Ref.describe('Who coached.'),
    startedAt: At.describe('From when.'),
    endedAt: At.nullable().describe('Until when; null for the coach of today.'),
  })
  .meta({ id: 'Assignment' });
export const AssignmentList = z
  .object({
    items: z.array(Assignment).describe('The spells, newest first.'),
    nextCursor: z.null().describe('Always null: they are all here.'),
  })
  .meta({ id: 'AssignmentList' });

export type NewClientBody = z.infer<typeof NewClient>;
export type ClientPatchBody = z.infer<typeof ClientPatch>;
export type ClientView = z.infer<typeof Client>;
export type ClientQueryParams = z.infer<typeof ClientQuery>;
export type AssignmentView = z.infer<typeof Assignment>;
