import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { E164, EmailAddress, Ref, stamps } from '../../../platform/http/fields.js';
import { Id, Several, SliceOf, sliceQuery } from '../../../platform/http/shapes.js';

export const StaffMember = z
  .object({
    id: Id.describe('The id of the account.'),
    name: z.string().describe('The name they go by.'),
    email: EmailAddress.describe('The address they sign in with.'),
    role: z.enum(staffRoles).describe('What they may do follows from it.'),
    phone: z.string().nullable().describe('Where clients can call them.'),
    phoneE164: E164,
    replyEmail: EmailAddress.nullable().describe('Where clients can write to them.'),
    proposedRole: z
      .enum(staffRoles)
      .nullable()
      .describe('The role that was asked for and waits for a second person; the old one holds until then.'),
    proposedBy: Ref.nullable().describe('Who asked for it, and so cannot be the second person.'),
    isSuspended: z.boolean().describe('Locked: nobody gets in with this account.'),
    ...stamps,
  })
  .meta({ id: 'StaffMember' });
export const StaffSlice = SliceOf('StaffSlice', StaffMember);
export const StaffQuery = z.strictObject({
  ...sliceQuery,
  role: Several(z.enum(staffRoles)).optional().describe('Only these roles: `role=coach`.'),
});

export const StaffPatch = z
  .strictObject({ role: z.enum(staffRoles).optional().describe('What they shall be.') })
  .meta({ id: 'StaffPatch' });

export const RoleConfirmation = z
  .strictObject({ role: z.enum(staffRoles).describe('The role that you say yes to: the one in `proposedRole`.') })
  .meta({ id: 'RoleConfirmation' });

export type RoleConfirmationBody = z.infer<typeof RoleConfirmation>;
export type StaffPatchBody = z.infer<typeof StaffPatch>;
export type StaffMemberView = z.infer<typeof StaffMember>;
export type StaffQueryParams = z.infer<typeof StaffQuery>;
