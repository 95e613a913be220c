import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { withIds } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { Place } from '../../platform/sealing/envelope.js';
import { type SealedText, sealedText } from '../../platform/sealing/sealed-text.js';
import { Sealing } from '../../platform/sealing/sealing.js';
import { applicationSight } from '../applications/applications.sight.js';
import { clientRef } from '../clients/clients.sight.js';
import type { LessonKind } from './lessons.rules.js';
import type { LessonQueryParams, LessonView } from './lessons.schemas.js';

const INSERT = statement(
  'lessons.insert',
  `insert into lessons (organization_id, client_id, application_id, debrief_id, id, kind, sealed)
   select $1, $2, $3, $4, id, kind, sealed from jsonb_to_recordset($5::jsonb) as given(id uuid, kind text, sealed text)`,
);

/** A row, before it is opened. */
type Closed = Omit<LessonView, 'text'> & { text: SealedText };

const LESSON = projection<Closed>({
  id: 'l.id',
  client: clientRef('c'),
  kind: 'l.kind',
  text: sealedText('l.sealed', 'l.client_id'),
  debriefId: 'l.debrief_id',
  application: { id: 'a.id', jobTitle: 'a.job_title', employer: { id: 'e.id', name: 'e.name' } },
  createdAt: 'l.created_at',
});

const LIST = bySight(
  (reach) =>
    new List<Closed, LessonQueryParams>({
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

const placeOf = (id: string): Place => ['lessons', id];

/** Texts are sealed on their way in and opened on their way out. */
@Injectable()
export class LessonsRepository {
  constructor(private readonly sealing: Sealing) {}

  async insert(
    tx: WriteTx,
    { clientId, applicationId, debriefId }: LessonSource,
    lessons: readonly { kind: LessonKind; text: string }[],
  ): Promise<void> {
    const seal = await this.sealing.toSeal(tx, clientId);
    const rows = withIds(lessons).map(({ id, kind, text }) => ({
      id,
      kind,
      sealed: seal.seal(placeOf(id), text),
    }));
    await tx.run(INSERT, [tx.organizationId, clientId, applicationId, debriefId, JSON.stringify(rows)]);
  }

  /** Newest first. Of a client whose key is erased there is nothing left to show. */
  async list(tx: Tx, reach: Reach, clientId: string, query: LessonQueryParams): Promise<Slice<LessonView>> {
    return (await LIST[reach].read(tx, query, [clientId])).as((row) => {
      const text = this.sealing.read(tx, clientId, placeOf(row.id), row.text);
      return text === null ? null : { ...row, text };
    });
  }
}
