import { Injectable } from '@nestjs/common';
import type { Reach } from '../../../access/policy.js';
import type { Slice } from '../../../kernel/slices.js';
import { compares } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { bySight } from '../../../platform/database/sight.js';
import { statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { clientSight } from '../../clients/clients.sight.js';
import type { LessonAnswer, LessonQueryParams } from '../debriefs.schemas.js';
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

const LESSON = projection<LessonAnswer>({
  id: 'l.id',
  kind: 'l.kind',
  text: 'l.text',
  debriefId: 'l.debrief_id',
  applicationId: 'd.application_id',
  createdAt: 'l.created_at',
});

const LESSONS = bySight(
  (reach) =>
    new List<LessonAnswer, LessonQueryParams>({
      name: `lessons.list.${reach}`,
      item: LESSON,
      from: `from lessons l
             join debriefs d on d.organization_id = l.organization_id and d.id = l.debrief_id
             join clients c on c.organization_id = l.organization_id and c.id = l.client_id
            where l.organization_id = $1 and l.client_id = $2 and ${clientSight(reach, 'c')}`,
      filters: { updatedAfter: compares('l.created_at', '>') },
      sorts: { createdAt: { 'l.id': 'uuid' } },
      by: '-createdAt',
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

  /** Newest first. */
  lessons(tx: Tx, reach: Reach, clientId: string, query: LessonQueryParams): Promise<Slice<LessonAnswer>> {
    return LESSONS[reach].read(tx, query, [clientId]);
  }
}
