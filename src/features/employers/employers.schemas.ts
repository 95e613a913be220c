import { z } from 'zod';
import { Email, PageOf, Phone, pageQuery, SafeText, SortBy, Url } from '../../platform/http/shapes.js';

const editable = {
  website: Url.nullish(),
  note: SafeText(4000)
    .nullish()
    .meta({ description: 'Read by all coaches: about the employer, never about a client.' }),
};

/** The name of an employer as people type it. */
export const EmployerName = SafeText(200);

export const NewEmployer = z.strictObject({ name: EmployerName, ...editable }).meta({ id: 'NewEmployer' });
export const EmployerPatch = z
  .strictObject({ name: EmployerName.optional(), ...editable })
  .meta({ id: 'EmployerPatch' });

export const Employer = z
  .object({
    id: z.uuid(),
    name: z.string(),
    website: z.string().nullable(),
    note: z.string().nullable(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Employer' });
export const EmployerPage = PageOf('EmployerPage', Employer);

export const EmployerQuery = z.strictObject({
  ...pageQuery,
  search: SafeText(100).optional().meta({ description: 'Beginning of the name, without case and accents.' }),
  sort: SortBy('name', 'updatedAt'),
});

export const NewContact = z
  .strictObject({
    name: SafeText(200),
    role: SafeText(200).nullish(),
    email: Email.nullish(),
    phone: Phone.nullish(),
  })
  .meta({ id: 'NewEmployerContact' });

export const Contact = z
  .object({
    id: z.uuid(),
    employerId: z.uuid(),
    name: z.string(),
    role: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    createdAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'EmployerContact' });
export const ContactPage = PageOf('EmployerContactPage', Contact);
export const ContactQuery = z.strictObject(pageQuery);

export type NewEmployerBody = z.infer<typeof NewEmployer>;
export type EmployerPatchBody = z.infer<typeof EmployerPatch>;
export type EmployerAnswer = z.infer<typeof Employer>;
export type EmployerQueryParams = z.infer<typeof EmployerQuery>;
export type NewContactBody = z.infer<typeof NewContact>;
export type ContactAnswer = z.infer<typeof Contact>;
export type ContactQueryParams = z.infer<typeof ContactQuery>;
