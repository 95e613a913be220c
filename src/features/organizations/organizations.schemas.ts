import { z } from 'zod';
import { LanguageTag, SafeText, TimeZone } from '../../platform/http/shapes.js';

export const Organization = z
  .object({
    id: z.uuid(),
    name: z.string(),
    timeZone: z.string().meta({ description: 'IANA name; decides every day question of the organization.' }),
    locale: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Organization' });

export const OrganizationPatch = z
  .strictObject({ name: SafeText(200).optional(), timeZone: TimeZone.optional(), locale: LanguageTag.optional() })
  .meta({ id: 'OrganizationPatch' });

export type OrganizationAnswer = z.infer<typeof Organization>;
export type OrganizationPatchBody = z.infer<typeof OrganizationPatch>;

/** What a new organization is made of. */
export type FoundedOrganization = Pick<OrganizationAnswer, 'name' | 'timeZone' | 'locale'>;
