import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import type { Slice } from '../../kernel/slices.js';
import { changedAfter, is } from '../../platform/database/list-filters.js';
import { List } from '../../platform/database/lists.js';
import { jsonRows, projection } from '../../platform/database/projection.js';
import { bySight, thatCanComeBack, thatStand } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { ComeBack } from '../../platform/ledger/consumers.js';
import { clientRef, clientSight } from '../clients/clients.sight.js';
import { BarrierEntity } from './barrier.entity.js';
import { BarrierMoveEntity } from './barrier-move.entity.js';
import type {
  BarrierListedView,
  BarrierMoveQueryParams,
  BarrierMoveView,
  BarrierQueryParams,
  BarrierView,
} from './barriers.schemas.js';

/** As it is stored: a restricted barrier says only that it is one. */
export type BarrierRow = Omit<BarrierListedView, 'tier'>;
/** Also whose caseload it stands in. */
export type LockedBarrier = BarrierRow & { clientId: string; coachId: string };
/** With its history. */
export type BarrierInSight = Omit<BarrierView, 'tier' | 'moves'> & { clientId: string; coachId: string };

const BARRIER = projection<BarrierRow>({
  id: 'b.id',
  client: clientRef('c'),
  kind: 'b.kind',
  severity: 'b.severity',
  note: 'b.note',
  status: 'b.status',
  createdAt: 'b.created_at',
  updatedAt: 'b.updated_at',
  version: 'b.version',
});

const MOVE = projection<BarrierMoveView>({
  id: 'm.id',
  from: 'm.from_status',
  to: 'm.to_status',
  evidence: 'm.evidence',
  note: 'm.note',
  movedBy: { id: 'm.moved_by', name: 'u.name' },
  occurredOn: 'm.occurred_on',
  createdAt: 'm.created_at',
});

const WITH_MOVER = 'join users u on u.organization_id = m.organization_id and u.id = m.moved_by';

const HISTORY = jsonRows(
  MOVE,
  `from (select * from barrier_moves where organization_id = b.organization_id and barrier_id = b.id
          order by id desc limit 50) m ${WITH_MOVER}`,
  'm.id desc',
);

const LOCKED = projection<LockedBarrier>({ ...BARRIER.columns, clientId: 'b.client_id', coachId: 'c.coach_id' });
const IN_SIGHT = projection<BarrierInSight>({ ...LOCKED.columns, history: HISTORY });

const WITH_CLIENT = 'from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id';
const inSight = (reach: Reach, which = thatStand('b')): string =>
  `${WITH_CLIENT} where b.organization_id = $1 and b.id = $2 and ${which} and ${clientSight(reach, 'c')}`;

const FIND = bySight((reach) => statement(`barriers.find.${reach}`, `select ${IN_SIGHT.select} ${inSight(reach)}`));

const LOCK = bySight((reach) =>
  statement(`barriers.lock.${reach}`, `select ${LOCKED.select} ${inSight(reach)} for update of b`),
);

const LOCK_DELETED = bySight((reach) =>
  statement(
    `barriers.lock-deleted.${reach}`,
    `select ${LOCKED.select} ${inSight(reach, thatCanComeBack('b'))} for update of b`,
  ),
);

const LIST = new List<BarrierRow, BarrierQueryParams>({
  name: 'barriers.list',
  item: BARRIER,
  from: `${WITH_CLIENT} where b.organization_id = $1 and b.client_id = $2 and ${thatStand('b')}`,
  filters: { status: is('b.status'), updatedAfter: changedAfter('b.updated_at') },
  sorts: { createdAt: { 'b.id': 'uuid' } },
  by: '-createdAt',
});

const MOVES = new List<BarrierMoveView, BarrierMoveQueryParams>({
  name: 'barriers.moves',
  item: MOVE,
  from: `from barrier_moves m ${WITH_MOVER} where m.organization_id = $1 and m.barrier_id = $2`,
  filters: { updatedAfter: changedAfter('m.created_at') },
  sorts: { createdAt: { 'm.id': 'uuid' } },
  by: '-createdAt',
});

/** What comes back with its client. */
export const COME_BACK: ComeBack = {
  'client.restored': statement(
    'barriers.come-back-with-client',
    `update barriers set version = version + 1, updated_at = now() where organization_id = $1 and client_id = $2 and ${thatStand('barriers')}`,
  ),
};

@Injectable()
export class BarriersRepository {
  async find(tx: Tx, reach: Reach, id: string): Promise<BarrierInSight | null> {
    return IN_SIGHT.read(await tx.row(FIND[reach], [tx.organizationId, id]));
  }

  /** The row without its history, locked until the end of the transaction. */
  async lock(tx: WriteTx, reach: Reach, id: string): Promise<LockedBarrier | null> {
    return LOCKED.read(await tx.row(LOCK[reach], [tx.organizationId, id]));
  }

  /** One that was deleted and can still be brought back. */
  async lockDeleted(tx: WriteTx, reach: Reach, id: string): Promise<LockedBarrier | null> {
    return LOCKED.read(await tx.row(LOCK_DELETED[reach], [tx.organizationId, id]));
  }

  /** The barriers of a client that the caller has found in sight, newest first. */
  list(tx: Tx, clientId: string, query: BarrierQueryParams): Promise<Slice<BarrierRow>> {
    return LIST.read(tx, query, [clientId]);
  }

  /** The history of a barrier that the caller has found in sight, latest first. */
  moves(tx: Tx, barrierId: string, query: BarrierMoveQueryParams): Promise<Slice<BarrierMoveView>> {
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
