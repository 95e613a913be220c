import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { applicationSight } from '../applications/applications.sight.js';
import { clientRef } from '../clients/clients.sight.js';
import type { LessonKind } from './lessons.rules.js';
import type { LessonQueryParams, LessonView } from './lessons.schemas.js';

const INSERT = statement(
  'lessons.insert',
  `insert into lessons (organization_id, client_id, application_id, debrief_id, kind, text)
   select $1, $2, $3, $4, kind, text from jsonb_to_recordset($5::jsonb) as given(kind text, text text)`,
);

const LESSON = projection<LessonView>({
  id: 'l.id',
  client: clientRef('c'),
  kind: 'l.kind',
  text: 'l.text',
  debriefId: 'l.debrief_id',
  application: { id: 'a.id', jobTitle: 'a.job_title', employer: { id: 'e.id', name: 'e.name' } },
  createdAt: 'l.created_at',
});

const LIST = bySight(
  (reach) =>
    new List<LessonView, LessonQueryParams>({
      name: `lessons.list.${reach}`,
      item: LESSON,
      from: `from lessons l
             join clients c on c.organization_id = l.organization_id and c.id = l.client_id
             join applications a on a.organization_id = l.organization_id and a.id = l.application_id
             join employers e on e.organization_id = a.organization_id and e.id = a.employer_id
            where l.organization_id = $1 and l.client_id = $2 and ${applicationSight(reach, 'a', 'c')}`,
      filters: { updatedAfter: changedAfter('l.created_at') },
      sorts: { createdAt: { 'l.id': 'uuid' } },
      by: '-createdAt',
    }),
);

/** Whose lessons, and from where. */
export interface LessonSource {
  clientId: string;
  applicationId: string;
  debriefId: string;
}

@Injectable()
export class LessonsRepository {
  async insert(
    tx: WriteTx,
    { clientId, applicationId, debriefId }: LessonSource,
    lessons: readonly { kind: LessonKind; text: string }[],
  ): Promise<void> {
    await tx.run(INSERT, [tx.organizationId, clientId, applicationId, debriefId, JSON.stringify(lessons)]);
  }

  /** Newest first. */
  list(tx: Tx, reach: Reach, clientId: string, query: LessonQueryParams): Promise<Slice<LessonView>> {
    return LIST[reach].read(tx, query, [clientId]);
  }
}
