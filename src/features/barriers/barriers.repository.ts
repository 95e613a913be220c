import { Injectable } from '@nestjs/common';
import type { Reach } from '../../access/policy.js';
import { JsonListStatements, jsonInstant } from '../../platform/database/json-page.js';
import { bySight } from '../../platform/database/sight.js';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { clientSight } from '../clients/clients.sight.js';
import { BarrierEntity } from './barrier.entity.js';
import { BarrierMoveEntity } from './barrier-move.entity.js';
import type { BarrierAnswer, BarrierListedAnswer, BarrierQueryParams } from './barriers.schemas.js';

/** As it is stored: a restricted barrier says only that it is one. */
export type BarrierRow = Omit<BarrierListedAnswer, 'tier'>;
/** With its history, and whose caseload it stands in. */
export type BarrierInSight = Omit<BarrierAnswer, 'tier'> & { coachId: string };

const COLUMNS = `b.id, b.client_id as "clientId", b.kind, b.severity, b.note, b.state,
  b.created_at as "createdAt", b.updated_at as "updatedAt", b.version`;

const MOVE = `'id', m.id, 'from', m.from_state, 'to', m.to_state, 'evidence', m.evidence, 'note', m.note,
  'movedBy', m.moved_by, 'createdAt', ${jsonInstant('m.created_at')}`;

const LATEST_MOVES = `(select coalesce(jsonb_agg(jsonb_build_object(${MOVE}) order by m.id desc), '[]')
  from (select * from barrier_moves where organization_id = b.organization_id and barrier_id = b.id
         order by id desc limit 50) m)`;

const inSight = (reach: Reach): string =>
  `from barriers b join clients c on c.organization_id = b.organization_id and c.id = b.client_id
  where b.organization_id = $1 and b.id = $2 and ${clientSight(reach, 'c')}`;

const FIND = bySight((reach) =>
  statement(
    `barriers.find.${reach}`,
    `select ${COLUMNS}, c.coach_id as "coachId", ${LATEST_MOVES} as moves ${inSight(reach)}`,
  ),
);

const LOCK = bySight((reach) =>
  statement(
    `barriers.lock.${reach}`,
    `select ${COLUMNS}, c.coach_id as "coachId", '[]'::jsonb as moves ${inSight(reach)} for update of b`,
  ),
);

const LIST = statement(
  'barriers.list',
  `select ${COLUMNS} from barriers b
    where b.organization_id = $1 and b.client_id = $2 and ($3::uuid is null or b.id < $3) order by b.id desc limit $4`,
);

const COUNT = statement(
  'barriers.count',
  'select count(*)::int as total from barriers where organization_id = $1 and client_id = $2',
);

const MOVES = new JsonListStatements({
  name: 'barriers.moves',
  item: MOVE,
  from: 'from barrier_moves m where m.organization_id = $1 and m.barrier_id = $2',
  keys: ['m.id'],
  keyTypes: ['uuid'],
  direction: 'desc',
  parameters: 2,
});

@Injectable()
export class BarriersRepository {
  find(tx: Tx, reach: Reach, id: string): Promise<BarrierInSight | null> {
    return tx.row<BarrierInSight>(FIND[reach], [tx.organizationId, id]);
  }

  /** The row without its history, locked until the end of the transaction. */
  lock(tx: WriteTx, reach: Reach, id: string): Promise<BarrierInSight | null> {
    return tx.row<BarrierInSight>(LOCK[reach], [tx.organizationId, id]);
  }

  /** The barriers of a client that the caller has found in sight, newest first. */
  list(tx: Tx, clientId: string, after: string | null, limit: number): Promise<BarrierRow[]> {
    return tx.rows<BarrierRow>(LIST, [tx.organizationId, clientId, after, limit]);
  }

  async count(tx: Tx, clientId: string): Promise<number> {
    return (await tx.row<{ total: number }>(COUNT, [tx.organizationId, clientId]))?.total ?? 0;
  }

  /** A page of the history of a barrier that the caller has found in sight, latest first. */
  moves(tx: Tx, barrierId: string, query: BarrierQueryParams): Promise<string> {
    return MOVES.read(tx, [tx.organizationId, barrierId], query, [barrierId]);
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
