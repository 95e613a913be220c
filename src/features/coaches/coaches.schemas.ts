import { z } from 'zod';

export const Caseload = z
  .object({
    coach: z.object({
      id: z.uuid(),
      name: z.string().meta({ description: 'As the coach wants to be called.' }),
    }),
    clientCount: z.number().int().meta({ description: 'Clients on the caseload now.' }),
  })
  .meta({ id: 'Caseload' });

export type CaseloadAnswer = z.infer<typeof Caseload>;
