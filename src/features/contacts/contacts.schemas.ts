import { z } from 'zod';
import { Id, PageOf, pageQuery } from '../../platform/http/shapes.js';

const Contact = z
  .object({
    id: Id,
    name: z.string(),
    role: z.string().nullable(),
    reachedAt: z.string().nullable().meta({ description: 'An address, a number, or what else the client wrote down.' }),
    metOn: z.iso.date().nullable(),
    debriefId: Id,
    createdAt: z.string(),
  })
  .meta({ id: 'NetworkContact' });
export const ContactPage = PageOf('NetworkContactPage', Contact);
export const ContactQuery = z.strictObject(pageQuery);

export type ContactAnswer = z.infer<typeof Contact>;
export type ContactQueryParams = z.infer<typeof ContactQuery>;
