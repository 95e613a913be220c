import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { Email, LanguageTag, PageOf, pageQuery, SafeText, TimeZone } from '../../../platform/http/shapes.js';
import { Password } from '../sessions/sessions.schemas.js';

/** What the operator gives on the command line. */
export const NewOrganization = z.strictObject({
  name: SafeText(200),
  timeZone: TimeZone,
  locale: LanguageTag,
  adminName: SafeText(200),
  adminEmail: Email,
});

export const NewInvitation = z
  .strictObject({ email: Email, name: SafeText(200), role: z.enum(staffRoles) })
  .meta({ id: 'NewInvitation' });

export const Invitation = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(staffRoles),
    state: z.enum(['open', 'accepted', 'revoked', 'expired']),
    expiresAt: z.string(),
    createdAt: z.string(),
  })
  .meta({ id: 'Invitation' });

export const InvitationPage = PageOf('InvitationPage', Invitation);
export const InvitationQuery = z.strictObject(pageQuery);

export const Acceptance = z
  .strictObject({ token: z.string().min(1).max(200), name: SafeText(200).optional(), password: Password })
  .meta({ id: 'Acceptance' });

/** The form of the join page. A pasted link is as good as the code in it; an empty name keeps the invited one. */
export const JoinForm = z
  .strictObject({
    token: z
      .string()
      .max(1000)
      .transform((text) => text.trim().split('#').at(-1) ?? ''),
    name: SafeText(200, 0),
    password: Password.or(z.literal('')),
    again: z.string().max(1000),
    locale: z.string().max(35).optional(),
  })
  .meta({ id: 'JoinForm' });

export type JoinFormBody = z.infer<typeof JoinForm>;
export type NewOrganizationBody = z.infer<typeof NewOrganization>;
export type NewInvitationBody = z.infer<typeof NewInvitation>;
export type InvitationAnswer = z.infer<typeof Invitation>;
export type InvitationQueryParams = z.infer<typeof InvitationQuery>;
export type AcceptanceBody = z.infer<typeof Acceptance>;
