import { Injectable } from '@nestjs/common';
import type { Slice } from '../../../kernel/slices.js';
import { compares } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { projection } from '../../../platform/database/projection.js';
import { type SqlValue, statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import type { StageMove } from '../application-state.rules.js';
import type { StageMoveAnswer, StageMoveQueryParams } from './stage-moves.schemas.js';

/** PostgreSQL makes the id when the row is written, under the lock of the application: ids are in the order of moves. */
const INSERT = statement(
  'applications.moves.insert',
  `insert into stage_moves (organization_id, application_id, kind, from_state, to_state, moved_on, reason_code,
                            reason_source, reason_quote, learned_by, note, moved_by, id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13, uuidv7()))
   returning id, created_at as "createdAt"`,
);

const STAGE_MOVE = projection<StageMoveAnswer>({
  id: 'm.id',
  applicationId: 'm.application_id',
  kind: 'm.kind',
  from: 'm.from_state',
  to: 'm.to_state',
  on: 'm.moved_on',
  reason: { code: 'm.reason_code', source: 'm.reason_source', quote: 'm.reason_quote' },
  learnedBy: 'm.learned_by',
  note: 'm.note',
  movedBy: 'm.moved_by',
  createdAt: 'm.created_at',
});

const LIST = new List<StageMoveAnswer, StageMoveQueryParams>({
  name: 'applications.moves.list',
  item: STAGE_MOVE,
  from: 'from stage_moves m where m.organization_id = $1 and m.application_id = $2',
  filters: { updatedAfter: compares('m.created_at', '>') },
  sorts: { createdAt: { 'm.id': 'uuid' } },
  by: '-createdAt',
});

const FIND = statement(
  'applications.moves.find',
  `select m.id, m.application_id as "applicationId", m.kind, m.from_state as "from", m.to_state as "to", m.moved_on as "on",
          case when m.reason_code is not null then
            json_build_object('code', m.reason_code, 'source', m.reason_source, 'quote', m.reason_quote) end as reason,
          m.learned_by as "learnedBy", m.note, m.moved_by as "movedBy", m.created_at as "createdAt"
     from stage_moves m where m.organization_id = $1 and m.application_id = $2 and m.id = $3`,
);

const WAY = statement(
  'applications.moves.way',
  `select m.kind, m.to_state as "to" from stage_moves m
    where m.organization_id = $1 and m.application_id = $2 order by m.id`,
);

/** The append-only history of applications. */
@Injectable()
export class StageMovesRepository {
  /** Newest first. */
  list(tx: Tx, applicationId: string, query: StageMoveQueryParams): Promise<Slice<StageMoveAnswer>> {
    return LIST.read(tx, query, [applicationId]);
  }

  find(tx: Tx, applicationId: string, id: string): Promise<StageMoveAnswer | null> {
    return tx.row<StageMoveAnswer>(FIND, [tx.organizationId, applicationId, id]);
  }

  /** Kinds and targets of all moves, oldest first. */
  way(tx: Tx, applicationId: string): Promise<Pick<StageMove, 'kind' | 'to'>[]> {
    return tx.rows<Pick<StageMove, 'kind' | 'to'>>(WAY, [tx.organizationId, applicationId]);
  }

  /** The first row, that nobody waits for. */
  begin(tx: WriteTx, applicationId: string, move: StageMove, movedBy: string): { id: string } {
    tx.later(INSERT, valuesOf(tx, applicationId, move, movedBy, tx.firstId));
    return { id: tx.firstId };
  }

  async insert(
    tx: WriteTx,
    applicationId: string,
    move: StageMove,
    movedBy: string,
  ): Promise<{ id: string; createdAt: string }> {
    const values = valuesOf(tx, applicationId, move, movedBy, null);
    const row = await tx.row<{ id: string; createdAt: string }>(INSERT, values);
    if (!row) throw new Error('an insert answered no row');
    return row;
  }
}

function valuesOf(tx: WriteTx, applicationId: string, move: StageMove, movedBy: string, id: string | null): SqlValue[] {
  const { kind, from, to, on, reason, learnedBy, note } = move;
  const why = [reason?.code ?? null, reason?.source ?? null, reason?.quote ?? null];
  return [tx.organizationId, applicationId, kind, from, to, on, ...why, learnedBy, note, movedBy, id];
}
