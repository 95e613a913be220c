import { z } from 'zod';
import { EmailAddress } from '../../platform/http/fields.js';
import { Email, LanguageTag, Phone, SafeText, TimeZone } from '../../platform/http/shapes.js';

export const Organization = z
  .object({
    id: z.uuid(),
    name: z.string(),
    timeZone: z.string().meta({ description: 'IANA name; decides every day question of the organization.' }),
    locale: z.string(),
    phone: z.string().nullable().describe('Where clients can call when their coach gave no number and no address.'),
    replyEmail: EmailAddress.nullable().describe('Where clients can write then; answers to our mails go there.'),
    version: z.number().int(),
  })
  .meta({ id: 'Organization' });

export const OrganizationPatch = z
  .strictObject({
    name: SafeText(200).optional(),
    timeZone: TimeZone.optional(),
    locale: LanguageTag.optional(),
    phone: Phone.nullish().describe('Where clients can call when their coach gave no number and no address.'),
    replyEmail: Email.nullish().describe('Where clients can write then.'),
  })
  .meta({ id: 'OrganizationPatch' });

export type OrganizationAnswer = z.infer<typeof Organization>;
export type OrganizationPatchBody = z.infer<typeof OrganizationPatch>;

/** What a new organization is made of. */
export type FoundedOrganization = Pick<OrganizationAnswer, 'name' | 'timeZone' | 'locale'>;
