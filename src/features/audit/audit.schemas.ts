import { z } from 'zod';
import { actorKinds } from '../../access/actor.js';
import { DateOnly, Id, PageOf, pageQuery, Several } from '../../platform/http/shapes.js';

const Fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const AuditEvent = z
  .object({
    id: z.uuid(),
    at: z.string(),
    actor: z.object({
      kind: z.enum(actorKinds),
      id: z.uuid().nullable().meta({ description: 'A user or a client; null for the system.' }),
      name: z.string().nullable().meta({ description: 'Of staff, as it is today.' }),
    }),
    name: z.string().meta({ description: 'What happened: `client.changed`.' }),
    subjectId: z.uuid().meta({ description: 'What it happened to.' }),
    clientId: z.uuid().nullable(),
    facts: z
      .record(z.string(), z.union([Fact, z.array(Fact)]))
      .meta({ description: 'Ids, codes, days and names of fields; never what a person wrote.' }),
    requestId: z.string(),
  })
  .meta({ id: 'AuditEvent' });
export const AuditEventPage = PageOf('AuditEventPage', AuditEvent);

export const AuditQuery = z.strictObject({
  ...pageQuery,
  client: Id.optional(),
  actor: Id.optional().meta({ description: 'A user, or a client who answered a checklist.' }),
  name: Several(
    z
      .string()
      .max(80)
      .regex(/^[a-z-]+\.[a-z-]+$/),
  )
    .optional()
    .meta({ description: 'One kind of event: `client.seen`.' }),
  from: DateOnly.optional().meta({ description: 'First day, in the time zone of the organization.' }),
  to: DateOnly.optional().meta({ description: 'Last day, included.' }),
});

export type AuditEventAnswer = z.infer<typeof AuditEvent>;
export type AuditQueryParams = z.infer<typeof AuditQuery>;
