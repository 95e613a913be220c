import { Injectable } from '@nestjs/common';
import { statement } from '../database/statement.js';
import { sweptAtOnce } from '../database/sweeps.js';
import type { GateTx, WriteTx } from '../database/tx.js';
import { Housekeeping } from '../jobs/housekeeping.js';
import type { LedgerLine } from './consumers.js';

/** Which line, on its way to whom. */
export interface DeliveryKey {
  readonly organizationId: string;
  readonly lineId: string;
  readonly consumer: string;
}
type KeyRow = DeliveryKey & Record<string, unknown>;

const KEY = 'organization_id = $1 and line_id = $2 and consumer = $3';
const KEY_COLUMNS = 'd.organization_id as "organizationId", d.line_id as "lineId", d.consumer';

/**
 * What is due for these consumers, in turns: the first of each organization, then the second of each … so that a large
 * import of one keeps no other waiting; within an organization in the order it became due. It walks the index from one
 * organization to the next (a "loose" scan), and takes no more than `$2` of each, however many wait.
 */
const FAIR = `recursive waiting (consumer, organization_id) as (
    select wanted, (select d.organization_id from deliveries d where d.status = 'pending' and d.consumer = wanted
                     order by d.organization_id limit 1)
      from unnest($1::text[]) as wanted
    union all
    select w.consumer, (select d.organization_id from deliveries d where d.status = 'pending' and d.consumer = w.consumer
                           and d.organization_id > w.organization_id order by d.organization_id limit 1)
      from waiting w where w.organization_id is not null),
  due as materialized (
    select d.*, row_number() over (partition by d.organization_id order by d.next_at, d.line_id) as turn
      from waiting w cross join lateral (
        select d.organization_id, d.line_id, d.consumer, d.next_at from deliveries d
         where d.status = 'pending' and d.consumer = w.consumer and d.organization_id = w.organization_id
           and d.next_at <= now()
         order by d.next_at, d.line_id limit $2) d
     order by turn, d.next_at, d.line_id limit $2)`;

const DUE = statement(
  'ledger.deliveries.due',
  `with ${FAIR} select ${KEY_COLUMNS} from due d order by d.turn, d.next_at, d.line_id`,
);

/** A lease: until it ends nobody else sends this. Whoever dies meanwhile leaves it to the others. */
const CLAIM = statement(
  'ledger.deliveries.claim',
  `with ${FAIR}, free as (
     select d.organization_id, d.line_id, d.consumer from deliveries d join due using (organization_id, line_id, consumer)
      where d.status = 'pending' and d.next_at <= now() for update of d skip locked)
   update deliveries d set claimed_by = $3, next_at = now() + $4::interval
     from free where d.organization_id = free.organization_id and d.line_id = free.line_id and d.consumer = free.consumer
   returning ${KEY_COLUMNS}`,
);

/** The line of a delivery that is due, held until the transaction ends. */
const TAKE = statement(
  'ledger.deliveries.take',
  `select l.* from deliveries d
     join ledger_lines l on l.organization_id = d.organization_id and l.id = d.line_id
    where d.organization_id = $1 and d.line_id = $2 and d.consumer = $3 and d.status = 'pending' and d.next_at <= now()
      for update of d skip locked`,
);

/** The line of a delivery that this claim holds, held also until the transaction ends. */
const HELD = statement(
  'ledger.deliveries.held',
  `select l.* from deliveries d
     join ledger_lines l on l.organization_id = d.organization_id and l.id = d.line_id
    where d.organization_id = $1 and d.line_id = $2 and d.consumer = $3 and d.status = 'pending' and d.claimed_by = $4
      for update of d`,
);

const EXTEND = statement(
  'ledger.deliveries.extend',
  `update deliveries set next_at = now() + $4::interval where ${KEY}`,
);

/** Of a claim that ended meanwhile nothing is written: the delivery is somebody else's. */
const MINE = `${KEY} and status = 'pending' and claimed_by is not distinct from $4`;

const DONE = statement(
  'ledger.deliveries.done',
  `update deliveries set status = 'done', done_at = now(), attempts = attempts + 1, claimed_by = null where ${MINE}`,
);

/** By the database's clock, and by a second at least: a worker whose own clock is behind must not spin. */
const POSTPONE = statement(
  'ledger.deliveries.postpone',
  `update deliveries set next_at = greatest($5, now() + interval '1 second'), claimed_by = null where ${MINE}`,
);

/** Again after 1 s, 4 s, 16 s … up to an hour; after the last try it is parked: counted, listed, never dropped. */
const FAILED = statement(
  'ledger.deliveries.failed',
  `update deliveries
      set attempts = attempts + 1, last_error = $5, claimed_by = null,
          status = case when attempts + 1 >= $6 then 'parked' else 'pending' end,
          next_at = now() + least(interval '1 hour', interval '1 second' * power(4, least(attempts, 6)))
    where ${MINE}
   returning status`,
);

/** Done ones go after a month; parked ones wait for a person. */
const SWEEP = statement(
  'ledger.deliveries.sweep',
  `delete from deliveries d using (
      select organization_id, line_id, consumer from deliveries
       where status = 'done' and done_at < now() - interval '30 days' limit ${sweptAtOnce} for update skip locked) old
    where d.organization_id = old.organization_id and d.line_id = old.line_id and d.consumer = old.consumer`,
);

const LINE = statement('ledger.deliveries.line', 'select * from ledger_lines where organization_id = $1 and id = $2');

export type Line = LedgerLine & Record<string, unknown>;

const values = ({ organizationId, lineId, consumer }: DeliveryKey): [string, string, string] => [
  organizationId,
  lineId,
  consumer,
];

/** Who is to get which line, and how far that is. `claim` is null where a row lock does instead of a lease. */
@Injectable()
export class DeliveriesRepository {
  constructor(housekeeping: Housekeeping) {
    housekeeping.add(SWEEP);
  }

  due(tx: GateTx, consumers: readonly string[], most: number): Promise<DeliveryKey[]> {
    return tx.rows<KeyRow>(DUE, [consumers, most]);
  }

  claim(
    tx: GateTx,
    consumers: readonly string[],
    most: number,
    claim: string,
    seconds: number,
  ): Promise<DeliveryKey[]> {
    return tx.rows<KeyRow>(CLAIM, [consumers, most, claim, `${seconds} seconds`]);
  }

  /** Null: somebody else has it, or it is done. */
  take(tx: WriteTx, key: DeliveryKey): Promise<Line | null> {
    return tx.row<Line>(TAKE, values(key));
  }

  /** Null: the claim has ended. */
  held(tx: WriteTx, key: DeliveryKey, claim: string): Promise<Line | null> {
    return tx.row<Line>(HELD, [...values(key), claim]);
  }

  async extend(tx: WriteTx, key: DeliveryKey, seconds: number): Promise<void> {
    await tx.run(EXTEND, [...values(key), `${seconds} seconds`]);
  }

  async done(tx: WriteTx, key: DeliveryKey, claim: string | null): Promise<void> {
    await tx.run(DONE, [...values(key), claim]);
  }

  async postpone(tx: WriteTx, key: DeliveryKey, claim: string | null, until: Date): Promise<void> {
    await tx.run(POSTPONE, [...values(key), claim, until]);
  }

  /** Answers the line when this was the last try. */
  async failed(
    tx: WriteTx,
    key: DeliveryKey,
    claim: string | null,
    error: string,
    tries: number,
  ): Promise<Line | null> {
    const row = await tx.row<{ status: string }>(FAILED, [...values(key), claim, error, tries]);
    return row?.status === 'parked' ? tx.row<Line>(LINE, [key.organizationId, key.lineId]) : null;
  }
}
