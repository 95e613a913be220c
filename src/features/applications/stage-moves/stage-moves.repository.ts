import { Injectable } from '@nestjs/common';
import type { Reach } from '../../../access/policy.js';
import type { Slice } from '../../../kernel/slices.js';
import { changedAfter } from '../../../platform/database/list-filters.js';
import { List } from '../../../platform/database/lists.js';
import { jsonRows, projection } from '../../../platform/database/projection.js';
import { bySight } from '../../../platform/database/sight.js';
import { type SqlValue, statement } from '../../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../../platform/database/tx.js';
import { clientKeys } from '../../../platform/sealing/sealed-text.js';
import type { StageMove } from '../application-state.rules.js';
import { APPLICATION, type ApplicationRow } from '../applications.repository.js';
import { applicationSight } from '../applications.sight.js';
import { shownReason } from './reasons.rules.js';
import type { StageMoveQueryParams, StageMoveView } from './stage-moves.schemas.js';

const REASONS = jsonRows(
  projection<StageMoveView['reasons'][number]>({ code: 'r.code', source: 'r.source', quote: 'null::text' }),
  'from stage_move_reasons r where r.organization_id = m.organization_id and r.stage_move_id = m.id',
  'r.position',
);

/** A move as its tables have it: what is restricted stands there as `restricted`, and lies sealed beside it. */
export type StoredMove = Omit<StageMoveView, 'note'> & { sealed: string | null };

const STAGE_MOVE = projection<StoredMove>({
  id: 'm.id',
  applicationId: 'm.application_id',
  kind: 'm.kind',
  from: 'm.from_position',
  to: 'm.to_position',
  occurredOn: 'm.occurred_on',
  reasons: REASONS,
  learnedBy: 'm.learned_by',
  sealed: `(select s.sealed from restricted_stage_moves s
             where s.organization_id = m.organization_id and s.stage_move_id = m.id)`,
  movedBy: {
    id: 'm.moved_by',
    name: '(select u.name from users u where u.organization_id = m.organization_id and u.id = m.moved_by)',
  },
  createdAt: 'm.created_at',
});

/** A move, and the application as it stands now. */
export interface MovedRow {
  move: StoredMove;
  application: ApplicationRow;
}
const MOVED = projection<MovedRow>({ move: STAGE_MOVE.columns, application: APPLICATION.columns });

/** A move as it was just written, and what is needed to seal the rest of it without another trip. */
export interface InsertedMove extends MovedRow {
  keys: string | null;
}

/**
 * The move with its reasons. PostgreSQL makes the id when the row is written, under the lock of the application: ids are
 * in the order of moves.
 */
const insert = (name: string, answer: string) =>
  statement(
    `applications.moves.${name}`,
    `with m as (
       insert into stage_moves (organization_id, application_id, kind, from_position, to_position, occurred_on,
                                learned_by, moved_by, id, issue_debrief)
       values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, uuidv7()), $11)
       returning *),
     why as (
       insert into stage_move_reasons (organization_id, stage_move_id, position, code, source)
       select $1, m.id, r.position, r.value ->> 'code', r.value ->> 'source'
         from m, jsonb_array_elements($10::jsonb) with ordinality as r(value, position))
     ${answer}`,
  );

const BEGIN = insert('begin', 'select from m');

/** What was just written is not in its table yet, so its reasons are as they were given. */
const INSERTED = projection<InsertedMove>({
  move: { ...STAGE_MOVE.columns, reasons: '$10::jsonb', sealed: 'null::text' },
  application: APPLICATION.columns,
  keys: clientKeys('a.client_id'),
});
const JOINED = `join applications a on a.organization_id = m.organization_id and a.id = m.application_id
  join clients c on c.organization_id = a.organization_id and c.id = a.client_id`;
const INSERT = insert('insert', `select ${INSERTED.select} from m ${JOINED}`);

const SEAL = statement(
  'applications.moves.seal',
  'insert into restricted_stage_moves (organization_id, stage_move_id, sealed) values ($1, $2, $3)',
);

const LIST = new List<StoredMove, StageMoveQueryParams>({
  name: 'applications.moves.list',
  item: STAGE_MOVE,
  from: 'from stage_moves m where m.organization_id = $1 and m.application_id = $2',
  filters: { updatedAfter: changedAfter('m.created_at') },
  sorts: { createdAt: { 'm.id': 'uuid' } },
  by: '-createdAt',
});

const FIND = bySight((reach) =>
  statement(
    `applications.moves.find.${reach}`,
    `select ${MOVED.select} from stage_moves m ${JOINED}
      where m.organization_id = $1 and m.application_id = $2 and m.id = $3 and ${applicationSight(reach, 'a', 'c')}`,
  ),
);

const WAY = statement(
  'applications.moves.way',
  `select m.kind, m.from_position as "from", m.to_position as "to" from stage_moves m
    where m.organization_id = $1 and m.application_id = $2 order by m.id`,
);

/** The append-only history of applications. */
@Injectable()
export class StageMovesRepository {
  /** Newest first. */
  list(tx: Tx, applicationId: string, query: StageMoveQueryParams): Promise<Slice<StoredMove>> {
    return LIST.read(tx, query, [applicationId]);
  }

  async find(tx: Tx, reach: Reach, applicationId: string, id: string): Promise<MovedRow | null> {
    return MOVED.read(await tx.row(FIND[reach], [tx.organizationId, applicationId, id]));
  }

  /** Kinds, starts and targets of all moves, oldest first. */
  way(tx: Tx, applicationId: string): Promise<Pick<StageMove, 'kind' | 'from' | 'to'>[]> {
    return tx.rows<Pick<StageMove, 'kind' | 'from' | 'to'>>(WAY, [tx.organizationId, applicationId]);
  }

  /** The first row, that nobody waits for. */
  begin(tx: WriteTx, applicationId: string, move: StageMove, movedBy: string): { id: string } {
    tx.later(BEGIN, valuesOf(tx, applicationId, move, movedBy, tx.firstId));
    return { id: tx.firstId };
  }

  /** The move, and the application as this transaction leaves it. */
  async insert(tx: WriteTx, applicationId: string, move: StageMove, movedBy: string): Promise<InsertedMove> {
    const row = INSERTED.read(await tx.row(INSERT, valuesOf(tx, applicationId, move, movedBy, null)));
    if (!row) throw new Error('an insert answered no row');
    return row;
  }

  /** What the move has to hide, with whatever goes out next. */
  seal(tx: WriteTx, id: string, sealed: string): void {
    tx.later(SEAL, [tx.organizationId, id, sealed]);
  }
}

function valuesOf(tx: WriteTx, applicationId: string, move: StageMove, movedBy: string, id: string | null): SqlValue[] {
  const { kind, from, to, occurredOn, learnedBy } = move;
  const row = [tx.organizationId, applicationId, kind, from, to, occurredOn, learnedBy, movedBy, id];
  return [...row, JSON.stringify(move.reasons.map(shownReason)), move.issueDebrief ?? null];
}
