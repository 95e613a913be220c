import { z } from 'zod';
import { actorKinds } from '../../access/actor.js';
import { At } from '../../platform/http/fields.js';
import { DateOnly, Id, Several, SliceOf, sliceQuery } from '../../platform/http/shapes.js';

const Fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const AuditEvent = z
  .object({
    id: Id.describe('The id of the line; later lines have greater ones.'),
    occurredAt: At.describe('When it happened.'),
    actor: z
      .object({
        kind: z.enum(actorKinds).describe('Who acted: a person of the staff, a client, the house.'),
        id: Id.nullable().describe('A user or a client; null for the system.'),
        name: z.string().nullable().describe('Of staff, as it is today.'),
      })
      .describe('Who did it.'),
    name: z.string().describe('What happened: `client.changed`.'),
    subjectId: Id.describe('What it happened to.'),
    clientId: Id.nullable().describe('Whose data it was about; null for a list of several clients.'),
    facts: z
      .record(z.string(), z.union([Fact, z.array(Fact)]))
      .describe(
        'Ids, codes, days and names of fields, as far as you may read what they are about; never what a person wrote.',
      ),
    requestId: z.string().describe('The request that did it, as its answer said.'),
  })
  .meta({ id: 'AuditEvent' });
export const AuditEventSlice = SliceOf('AuditEventSlice', AuditEvent);

export const AuditQuery = z.strictObject({
  ...sliceQuery,
  clientId: Id.optional().describe('What was done with the data of this client, and which lists showed it.'),
  actorId: Id.optional().describe('A user, or a client who answered a checklist.'),
  name: Several(
    z
      .string()
      .max(80)
      .regex(/^[a-z-]+\.[a-z-]+$/),
  )
    .optional()
    .describe('One kind of event, or several: `client.seen`.'),
  from: DateOnly.optional().describe('First day, in the time zone of the organization.'),
  to: DateOnly.optional().describe('Last day, included.'),
});

export type AuditEventView = z.infer<typeof AuditEvent>;
export type AuditQueryParams = z.infer<typeof AuditQuery>;
