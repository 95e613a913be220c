import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { At, EmailAddress, Ref } from '../../../platform/http/fields.js';
import { Email, Id, LanguageTag, Line, Several, SliceOf, sliceQuery, TimeZone } from '../../../platform/http/shapes.js';
import { Password } from '../sessions/sessions.schemas.js';

const invitationStatuses = ['awaiting_confirmation', 'open', 'accepted', 'revoked', 'expired'] as const;

/** What the operator gives on the command line. */
export const NewOrganization = z.strictObject({
  name: Line(200),
  timeZone: TimeZone,
  locale: LanguageTag,
  adminName: Line(200),
  adminEmail: Email,
  supervisorName: Line(200).optional(),
  supervisorEmail: Email.optional(),
});

export const NewInvitation = z
  .strictObject({
    email: Email.describe('Where the invitation goes.'),
    name: Line(200).describe('The name of the person; they may change it when they come in.'),
    role: z.enum(staffRoles).describe('What they will be.'),
  })
  .meta({ id: 'NewInvitation' });

export const Invitation = z
  .object({
    id: Id.describe('The id of the invitation.'),
    email: EmailAddress.describe('Where its mail went.'),
    name: z.string().describe('The name of the person, as invited.'),
    role: z.enum(staffRoles).describe('What they will be.'),
    status: z
      .enum(invitationStatuses)
      .describe(
        '`awaiting_confirmation`: a second person has still to say yes. `open`: the link in the mail still works.',
      ),
    invitedBy: Ref.nullable().describe('Who of the staff asked; null when the operator vouches.'),
    expiresAt: At.describe('When the link stops working.'),
    createdAt: At.describe('When they were invited.'),
    updatedAt: At.describe('When they were invited, a second person said yes, or it ended.'),
  })
  .meta({ id: 'Invitation' });

export const InvitationSlice = SliceOf('InvitationSlice', Invitation);
export const InvitationQuery = z.strictObject({
  ...sliceQuery,
  status: Several(z.enum(invitationStatuses)).optional().describe('Only those that stand so, one or several.'),
});

export const Acceptance = z
  .strictObject({
    token: z.string().min(1).max(200).describe('The token in the mail.'),
    name: Line(200).optional().describe('The name to go by; without it, the one they were invited with.'),
    password: Password.describe('A new password.'),
  })
  .meta({ id: 'Acceptance' });

/** The form of the join page. A pasted link is as good as the code in it; an empty name keeps the invited one. */
export const JoinForm = z
  .strictObject({
    token: z
      .string()
      .max(1000)
      .transform((text) => text.trim().split('#').at(-1) ?? ''),
    name: Line(200, 0),
    password: Password.or(z.literal('')),
    again: z.string().max(1000),
    locale: z.string().max(35).optional(),
  })
  .meta({ id: 'JoinForm' });

export type JoinFormBody = z.infer<typeof JoinForm>;
export type NewOrganizationBody = z.infer<typeof NewOrganization>;
export type NewInvitationBody = z.infer<typeof NewInvitation>;
export type InvitationView = z.infer<typeof Invitation>;
export type InvitationQueryParams = z.infer<typeof InvitationQuery>;
export type AcceptanceBody = z.infer<typeof Acceptance>;
