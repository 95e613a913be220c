import { Injectable } from '@nestjs/common';
import { statement } from '../../platform/database/statement.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import type { SealedRow } from '../clients/restricted.door.js';

const FIND = statement(
  'barriers.restricted.find',
  `select barrier_id as id, sealed from restricted_barriers
    where organization_id = $1 and barrier_id = any($2::uuid[])`,
);

const PUT = statement(
  'barriers.restricted.put',
  `insert into restricted_barriers (organization_id, barrier_id, sealed) values ($1, $2, $3)
   on conflict (organization_id, barrier_id) do update set sealed = excluded.sealed`,
);

@Injectable()
export class RestrictedBarriersRepository {
  find(tx: Tx, barrierIds: readonly string[]): Promise<SealedRow[]> {
    return tx.rows<SealedRow & Record<string, unknown>>(FIND, [tx.organizationId, barrierIds]);
  }

  /** The new seal takes the place of the old one. */
  async put(tx: WriteTx, barrierId: string, sealed: string): Promise<void> {
    await tx.run(PUT, [tx.organizationId, barrierId, sealed]);
  }
}
