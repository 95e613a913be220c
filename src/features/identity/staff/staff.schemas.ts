import { z } from 'zod';
import { staffRoles } from '../../../access/roles.js';
import { PageOf, pageQuery, Several } from '../../../platform/http/shapes.js';

export const Coach = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum(staffRoles),
    isSuspended: z.boolean(),
    clientCount: z.number().int().meta({ description: 'Clients on the caseload now.' }),
    createdAt: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Coach' });
export const CoachPage = PageOf('CoachPage', Coach);
export const CoachQuery = z.strictObject({ ...pageQuery, role: Several(z.enum(staffRoles)).optional() });

export type CoachAnswer = z.infer<typeof Coach>;
export type CoachQueryParams = z.infer<typeof CoachQuery>;
