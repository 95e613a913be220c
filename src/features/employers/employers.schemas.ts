import { z } from 'zod';
import { E164, EmailAddress, Ref, stamps } from '../../platform/http/fields.js';
import {
  Email,
  ExternalId,
  Id,
  Line,
  Phone,
  SafeText,
  SliceOf,
  SortBy,
  sliceQuery,
  Url,
} from '../../platform/http/shapes.js';

const editable = {
  externalId: ExternalId.nullish().describe('Its id in another system; one employer has it at a time.'),
  website: Url.nullish().describe('Its web address.'),
  note: SafeText(4000).nullish().describe('Read by all coaches: about the employer, never about a client.'),
};

/** The name of an employer as people type it. */
export const EmployerName = Line(200).describe(
  'Its name; one employer has it, whatever case, accents and signs, but for + and #.',
);

export const NewEmployer = z.strictObject({ name: EmployerName, ...editable }).meta({ id: 'NewEmployer' });
export const EmployerPatch = z
  .strictObject({ name: EmployerName.optional(), ...editable })
  .meta({ id: 'EmployerPatch' });

export const Employer = z
  .object({
    id: Id.describe('The id of the employer.'),
    externalId: z.string().nullable().describe('Its id in another system.'),
    name: z.string().describe('Its name, as people typed it.'),
    website: z.string().nullable().describe('Its web address.'),
    note: z.string().nullable().describe('Read by all coaches: about the employer, never about a client.'),
    ...stamps,
  })
  .meta({ id: 'Employer' });
export const EmployerSlice = SliceOf('EmployerSlice', Employer);

export const EmployerQuery = z.strictObject({
  ...sliceQuery,
  search: Line(100).optional().describe('Beginning of the name, without case and accents.'),
  externalId: ExternalId.optional().describe('With this id in another system.'),
  sort: SortBy('name', 'updatedAt').describe('By name unless you say otherwise.'),
});

export const NewContact = z
  .strictObject({
    name: Line(200).describe('The name of the person.'),
    role: Line(200).nullish().describe('What they do there.'),
    email: Email.nullish().describe('Their address.'),
    phone: Phone.nullish().describe('Their number.'),
  })
  .meta({ id: 'NewEmployerContact' });

export const Contact = z
  .object({
    id: Id.describe('The id of the person.'),
    employer: Ref.describe('Where they work.'),
    name: z.string().describe('Their name.'),
    role: z.string().nullable().describe('What they do there.'),
    email: EmailAddress.nullable().describe('Their address.'),
    phone: z.string().nullable().describe('Their number.'),
    phoneE164: E164,
    ...stamps,
  })
  .meta({ id: 'EmployerContact' });
export const ContactSlice = SliceOf('EmployerContactSlice', Contact);
export const ContactQuery = z.strictObject(sliceQuery);

export type NewEmployerBody = z.infer<typeof NewEmployer>;
export type EmployerPatchBody = z.infer<typeof EmployerPatch>;
export type EmployerView = z.infer<typeof Employer>;
export type EmployerQueryParams = z.infer<typeof EmployerQuery>;
export type NewContactBody = z.infer<typeof NewContact>;
export type ContactView = z.infer<typeof Contact>;
export type ContactQueryParams = z.infer<typeof ContactQuery>;
