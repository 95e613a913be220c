import { Injectable } from '@nestjs/common';
import { statement } from '../database/statement.js';
import type { GateTx, WriteTx } from '../database/tx.js';
import type { DeliveryKey } from './deliveries.repository.js';
import type { DeliveryStatus } from './delivery.entity.js';

const COUNT = statement(
  'ledger.deliveries.count',
  `select count(*) filter (where status = 'pending')::int as pending, count(*) filter (where status = 'parked')::int as parked,
          coalesce(extract(epoch from now() - min(next_at) filter (where status = 'pending' and next_at < now())), 0)::int
            as "oldestSeconds"
     from deliveries where status <> 'done'`,
);

const WAITING = statement(
  'ledger.deliveries.waiting',
  `select count(*)::int as waiting from deliveries where organization_id = $1 and status = 'pending'`,
);

const LIST = statement(
  'ledger.deliveries.list',
  `select organization_id as "organizationId", line_id as "lineId", consumer, status, attempts,
          last_error as "lastError", next_at as "nextAt"
     from deliveries
    where status = any($1) and ($2::uuid is null or organization_id = $2) and ($3::uuid is null or line_id = $3)
      and ($4::text is null or consumer = $4)
    order by line_id, consumer limit $5`,
);

/** From the beginning: as many tries as a new one has. Not what is being sent at this moment. */
const RETRY = statement(
  'ledger.deliveries.retry',
  `update deliveries set status = 'pending', attempts = 0, next_at = now(), claimed_by = null
    where organization_id = $1 and line_id = $2 and consumer = $3 and status <> 'done'
      and (claimed_by is null or next_at <= now())`,
);

export type WaitingStatus = Exclude<DeliveryStatus, 'done'>;

/** A delivery that is not done, as the operator sees it. */
export interface WaitingDelivery extends DeliveryKey, Record<string, unknown> {
  readonly status: WaitingStatus;
  readonly attempts: number;
  /** A code, such as `smtp-550`. */
  readonly lastError: string | null;
  readonly nextAt: string;
}

export interface DeliveryFilter {
  readonly statuses: readonly WaitingStatus[];
  readonly organizationId?: string | null;
  readonly lineId?: string | null;
  readonly consumer?: string | null;
}

export interface DeliveryCount extends Record<string, unknown> {
  readonly pending: number;
  readonly parked: number;
  /** How long the most overdue one has been due. */
  readonly oldestSeconds: number;
}

/** What stands in the table of deliveries, over all organizations. */
@Injectable()
export class DeliveryDeskRepository {
  count(tx: GateTx): Promise<DeliveryCount | null> {
    return tx.row<DeliveryCount>(COUNT, []);
  }

  async waiting(tx: GateTx, organizationId: string): Promise<number> {
    return (await tx.row<{ waiting: number }>(WAITING, [organizationId]))?.waiting ?? 0;
  }

  list(tx: GateTx, filter: DeliveryFilter, most: number): Promise<WaitingDelivery[]> {
    const { statuses, organizationId = null, lineId = null, consumer = null } = filter;
    return tx.rows<WaitingDelivery>(LIST, [statuses, organizationId, lineId, consumer, most]);
  }

  async retry(tx: WriteTx, { organizationId, lineId, consumer }: DeliveryKey): Promise<boolean> {
    return (await tx.run(RETRY, [organizationId, lineId, consumer])) === 1;
  }
}
