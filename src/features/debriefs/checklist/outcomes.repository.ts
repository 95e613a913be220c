import { Injectable } from '@nestjs/common';
import type { Reach } from '../../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../../platform/database/json-page.js';
import { bySight } from '../../../platform/database/sight.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { clientSight } from '../../clients/clients.sight.js';
import type { LessonQueryParams } from '../debriefs.schemas.js';
import { type DebriefOutcomes } from './outcomes.rules.js';

const INSERT_LESSONS = statement(
  'debrief-outcomes.insert-lessons',
  `insert into lessons (organization_id, client_id, debrief_id, kind, text)
   select $1, $2, $3, kind, text from jsonb_to_recordset($4::jsonb) as given(kind text, text text)`,
);

const INSERT_CONTACTS = statement(
  'debrief-outcomes.insert-contacts',
  `insert into network_contacts (organization_id, client_id, debrief_id, name, role, reached_at, met_on)
   select $1, $2, $3, name, role, "reachedAt", "metOn"
     from jsonb_to_recordset($4::jsonb) as given(name text, role text, "reachedAt" text, "metOn" date)`,
);

const LESSONS = bySight(
  (reach) =>
    new JsonListStatements({
      name: `debrief-outcomes.lessons.${reach}`,
      item: `'id', l.id, 'kind', l.kind, 'text', l.text, 'debriefId', l.debrief_id, 'applicationId', d.application_id,
             'createdAt', ${jsonInstant('l.created_at')}`,
      from: `from lessons l
             join debriefs d on d.organization_id = l.organization_id and d.id = l.debrief_id
             join clients c on c.organization_id = l.organization_id and c.id = l.client_id
            where l.organization_id = $1 and l.client_id = $2 and ${clientSight(reach, 'c')}`,
      keys: ['l.id'],
      keyTypes: ['uuid'],
      direction: 'desc',
      parameters: 2,
    }),
);

/** The rows that a submitted debrief leaves behind. */
@Injectable()
export class DebriefOutcomesRepository {
  /** Lessons that the client shares, and the people met. What the client keeps private stays in the answers alone. */
  async insert(tx: WriteTx, of: { id: string; clientId: string }, outcomes: DebriefOutcomes): Promise<void> {
    const owner = [tx.organizationId, of.clientId, of.id];
    const lessons = outcomes.lessons.filter((lesson) => !lesson.isPrivate);
    if (lessons.length > 0) await tx.run(INSERT_LESSONS, [...owner, JSON.stringify(lessons)]);
    const contacts = outcomes.contacts
      .filter(({ keepInTouch }) => keepInTouch !== 'no')
      .map(({ email, phone, otherContact, ...contact }) => ({ ...contact, reachedAt: email ?? phone ?? otherContact }));
    if (contacts.length > 0) await tx.run(INSERT_CONTACTS, [...owner, JSON.stringify(contacts)]);
  }

  /** One page as JSON text, newest first. */
  lessons(tx: Tx, reach: Reach, clientId: string, query: LessonQueryParams): Promise<string> {
    return LESSONS[reach].read(tx, [tx.organizationId, clientId], query, [clientId]);
  }
}
