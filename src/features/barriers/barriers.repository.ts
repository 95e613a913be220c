import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { compares } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { jsonRows, projection } from '../../platform/database/projection.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import { BarrierEntity } from './barrier.entity.js';
import { BarrierMoveEntity } from './barrier-move.entity.js';
import type { BarrierAnswer, BarrierListedAnswer, BarrierMoveAnswer, BarrierQueryParams } from './barriers.schemas.js';

/** As it is stored: a restricted barrier says only that it is one. */
export type BarrierRow = Omit<BarrierListedAnswer, 'tier'>;
/** Also whose caseload it stands in. */
export type LockedBarrier = BarrierRow & { coachId: string };
/** With its history. */
export type BarrierInSight = Omit<BarrierAnswer, 'tier'> & { coachId: string };

const BARRIER = projection<BarrierRow>({
  id: 'b.id',
  clientId: 'b.client_id',
  kind: 'b.kind',
  severity: 'b.severity',
  note: 'b.note',
  state: 'b.state',
  createdAt: 'b.created_at',
  updatedAt: 'b.updated_at',
  version: 'b.version',
});

const MOVE = projection<BarrierMoveAnswer>({
  id: 'm.id',
  from: 'm.from_state',
  to: 'm.to_state',
  evidence: 'm.evidence',
  note: 'm.note',
  movedBy: 'm.moved_by',
  createdAt: 'm.created_at',
});

const LATEST_MOVES = jsonRows(
  MOVE,
  `from (select * from barrier_moves where organization_id = b.organization_id and barrier_id = b.id
          order by id desc limit 50) m`,
  'm.id desc',
);

const LOCKED = projection<LockedBarrier>({ ...BARRIER.columns, coachId: 'c.coach_id' });
const IN_SIGHT = projection<BarrierInSight>({ ...LOCKED.columns, moves: LATEST_MOVES });

const inSight = (reach: Reach): string =>
  `from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id
  where b.organization_id = $1 and b.id = $2 and ${clientSight(reach, 'c')}`;

const FIND = bySight((reach) => statement(`barriers.find.${reach}`, `select ${IN_SIGHT.select} ${inSight(reach)}`));

const LOCK = bySight((reach) =>
  statement(`barriers.lock.${reach}`, `select ${LOCKED.select} ${inSight(reach)} for update of b`),
);

const LIST = new List<BarrierRow, BarrierQueryParams>({
  name: 'barriers.list',
  item: BARRIER,
  from: 'from barriers b where b.organization_id = $1 and b.client_id = $2',
  filters: { updatedAfter: compares('b.updated_at', '>') },
  sorts: { createdAt: { 'b.id': 'uuid' } },
  by: '-createdAt',
});

const MOVES = new List<BarrierMoveAnswer, BarrierQueryParams>({
  name: 'barriers.moves',
  item: MOVE,
  from: 'from barrier_moves m where m.organization_id = $1 and m.barrier_id = $2',
  filters: { updatedAfter: compares('m.created_at', '>') },
  sorts: { createdAt: { 'm.id': 'uuid' } },
  by: '-createdAt',
});

@Injectable()
export class BarriersRepository {
  async find(tx: Tx, reach: Reach, id: string): Promise<BarrierInSight | null> {
    return IN_SIGHT.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  /** The row without its history, locked until the end of the transaction. */
  async lock(tx: WriteTx, reach: Reach, id: string): Promise<LockedBarrier | null> {
    return LOCKED.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** The barriers of a client that the caller has found in sight, newest first. */
  list(tx: Tx, clientId: string, query: BarrierQueryParams): Promise<Slice<BarrierRow>> {
    return LIST.read(tx, query, [clientId]);
  }

  /** The history of a barrier that the caller has found in sight, latest first. */
  moves(tx: Tx, barrierId: string, query: BarrierQueryParams): Promise<Slice<BarrierMoveAnswer>> {
    return MOVES.read(tx, query, [barrierId]);
  }

  insert(tx: WriteTx, row: Partial<BarrierEntity>): Promise<void> {
    return tx.insert(BarrierEntity, row);
  }

  insertMove(tx: WriteTx, row: Partial<BarrierMoveEntity>): Promise<void> {
    return tx.insert(BarrierMoveEntity, row);
  }

  change(tx: WriteTx, id: string, version: number, patch: Partial<BarrierEntity>): void {
    tx.change(BarrierEntity, id, version, patch);
  }
}
