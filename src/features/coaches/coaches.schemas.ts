import { z } from 'zod';
import { Ref } from '../../platform/http/fields.js';

export const Caseload = z
  .object({
    coach: Ref.describe('Whose caseload it is.'),
    clientCount: z.number().int().describe('Clients on the caseload now.'),
  })
  .meta({ id: 'Caseload' });

export type CaseloadView = z.infer<typeof Caseload>;
