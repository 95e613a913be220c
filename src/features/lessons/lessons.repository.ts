import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import type { LessonKind } from './lessons.rules.js';
import type { LessonQueryParams } from './lessons.schemas.js';

const INSERT = statement(
  'lessons.insert',
  `insert into lessons (organization_id, client_id, application_id, debrief_id, kind, text)
   select $1, $2, $3, $4, kind, text from jsonb_to_recordset($5::jsonb) as given(kind text, text text)`,
);

const LIST = bySight(
  (reach) =>
    new JsonListStatements({
      name: `lessons.list.${reach}`,
      item: `'id', l.id, 'kind', l.kind, 'text', l.text, 'debriefId', l.debrief_id, 'applicationId', l.application_id,
             'createdAt', ${jsonInstant('l.created_at')}`,
      from: `from lessons l
             join clients c on c.organization_id = l.organization_id and c.id = l.client_id
            where l.organization_id = $1 and l.client_id = $2 and ${clientSight(reach, 'c')}`,
      keys: ['l.id'],
      keyTypes: ['uuid'],
      direction: 'desc',
      parameters: 2,
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

  /** One page as JSON text, newest first. */
  list(tx: Tx, reach: Reach, clientId: string, query: LessonQueryParams): Promise<string> {
    return LIST[reach].read(tx, [tx.organizationId, clientId], query, [clientId]);
  }
}
