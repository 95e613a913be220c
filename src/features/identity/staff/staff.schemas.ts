import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { PageOf, pageQuery } from '../../../platform/http/shapes.js';

export const StaffMember = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(staffRoles),
    isSuspended: z.boolean(),
    createdAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'StaffMember' });
export const StaffPage = PageOf('StaffPage', StaffMember);
export const StaffQuery = z.strictObject(pageQuery);

export type StaffMemberAnswer = z.infer<typeof StaffMember>;
export type StaffQueryParams = z.infer<typeof StaffQuery>;
