import { z } from 'zod';
import { E164, EmailAddress, stamps } from '../../platform/http/fields.js';
import { Email, Id, LanguageTag, Line, Phone, TimeZone } from '../../platform/http/shapes.js';

export const OrganizationPatch = z
  .strictObject({
    name: Line(200).optional().describe('Its name, as clients and staff know it.'),
    timeZone: TimeZone.optional().describe('Where it works, an IANA name: decides every day of the organization.'),
    locale: LanguageTag.optional().describe('The language of its mails and papers, BCP 47.'),
    phone: Phone.nullish().describe('Where clients can call when their coach gave no number and no address.'),
    replyEmail: Email.nullish().describe('Where clients can write then.'),
  })
  .meta({ id: 'OrganizationPatch' });

export const Organization = z
  .object({
    id: Id.describe('The id of the organization.'),
    name: z.string().describe('Its name, as clients and staff know it.'),
    timeZone: z.string().describe('Where it works, an IANA name: decides every day of the organization.'),
    locale: z.string().describe('The language of its mails and papers, BCP 47.'),
    phone: z.string().nullable().describe('Where clients can call when their coach gave no number and no address.'),
    phoneE164: E164,
    replyEmail: EmailAddress.nullable().describe('Where clients can write then; answers to our mails go there.'),
    ...stamps,
  })
  .meta({ id: 'Organization' });

export type OrganizationPatchBody = z.infer<typeof OrganizationPatch>;
export type OrganizationView = z.infer<typeof Organization>;

/** What a new organization is made of. */
export type FoundedOrganization = Pick<OrganizationView, 'name' | 'timeZone' | 'locale'>;
