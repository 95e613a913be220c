import { z } from 'zod';
import { ClientRef, On, stamps } from '../../platform/http/fields.js';
import { Id, SliceOf, sliceQuery } from '../../platform/http/shapes.js';

export const Contact = z
  .object({
    id: Id.describe('The id of the person.'),
    client: ClientRef,
    name: z.string().describe('The name of the person the client met.'),
    role: z.string().nullable().describe('What they do, as the client wrote it.'),
    reachBy: z.string().nullable().describe('An address, a number, or what else the client wrote down.'),
    metOn: On.nullable().describe('The day they met.'),
    debriefId: Id.describe('The checklist in which the client named them.'),
    ...stamps,
  })
  .meta({ id: 'NetworkContact' });
export const ContactSlice = SliceOf('NetworkContactSlice', Contact);
export const ContactQuery = z.strictObject(sliceQuery);

export type ContactView = z.infer<typeof Contact>;
export type ContactQueryParams = z.infer<typeof ContactQuery>;
