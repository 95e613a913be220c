import { Injectable } from '@nestjs/common';
import { statement } from '../../../platform/database/statement.js';
import type { GateTx, WriteTx } from '../../../platform/database/tx.js';
import { COUNTED_APPLICATIONS, thatCount } from '../application-counts.sight.js';
import { applicationSight } from '../applications.sight.js';

/** In one statement, so that whoever reads meanwhile sees each delta once: here or there. */
const FOLD = statement(
  'applications.counts.fold',
  `with due as (
     select organization_id, id from application_count_deltas order by organization_id, id limit 10000),
   gone as (
     delete from application_count_deltas d using due
      where d.organization_id = due.organization_id and d.id = due.id
      returning d.organization_id, d.applied_on, d.furthest_stage, d.standing, d.change),
   folded as (
     insert into application_counts as k (organization_id, applied_on, furthest_stage, standing, count)
     select organization_id, applied_on, furthest_stage, standing, sum(change) from gone
      group by 1, 2, 3, 4 having sum(change) <> 0 order by 1, 2, 3, 4
     on conflict (organization_id, applied_on, furthest_stage, standing) do update set count = k.count + excluded.count)
   select count(*)::int as folded from gone`,
);

/** A day more than the thirty in which a deleted client can come back: nothing of theirs changes any more. */
const COUNT_OUT = statement(
  'applications.counts.count-out',
  `with mark as (
     insert into application_count_marks as k (organization_id, clients_out_until)
     values ($1, now() - interval '31 days')
     on conflict (organization_id) do update
        set clients_out_until = greatest(k.clients_out_until, excluded.clients_out_until)
     returning coalesce(old.clients_out_until, '-infinity') as since, new.clients_out_until as until)
   insert into application_count_deltas (organization_id, applied_on, furthest_stage, standing, change)
   select $1, a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open'), -count(*)
     from mark
     join clients c on c.organization_id = $1 and c.deleted_at > mark.since and c.deleted_at <= mark.until
     join applications a on a.organization_id = c.organization_id and a.client_id = c.id
    where ${thatCount('a')}
    group by 2, 3, 4`,
);

const ORGANIZATIONS = statement('applications.counts.organizations', 'select id from organizations order by id');

/** Where what reports read is not what the applications themselves say: the bare count is the reference. */
const WRONG = `
  with counted as (
    select applied_on, furthest_stage, standing, sum(count)::int as count
      from (${COUNTED_APPLICATIONS}) as parts group by 1, 2, 3),
  real as (
    select a.applied_on, a.furthest_stage, coalesce(a.outcome, 'open') as standing, count(*)::int as count
      from applications a
      join clients c on c.organization_id = a.organization_id and c.id = a.client_id
     where a.organization_id = $1 and ${applicationSight('organization', 'a', 'c')} and ${thatCount('a')}
     group by 1, 2, 3)
  select applied_on, furthest_stage, standing, coalesce(counted.count, 0) as counted, coalesce(real.count, 0) as real
    from counted full join real using (applied_on, furthest_stage, standing)
   where coalesce(counted.count, 0) <> coalesce(real.count, 0)`;

const DIFFERENCES = statement(
  'applications.counts.differences',
  `select applied_on as "appliedOn", furthest_stage as "furthestStage", standing, counted, real
     from (${WRONG}) as wrong order by 1, 2, 3`,
);

/** Comparing and mending share one snapshot, so nobody has to stop writing. */
const MEND = statement(
  'applications.counts.mend',
  `insert into application_count_deltas (organization_id, applied_on, furthest_stage, standing, change)
   select $1, applied_on, furthest_stage, standing, real - counted from (${WRONG}) as wrong`,
);

/** One count that is not what the applications say. */
export interface WrongCount {
  appliedOn: string;
  furthestStage: string;
  standing: string;
  counted: number;
  real: number;
}

@Injectable()
export class ApplicationCountsRepository {
  /** Adds a piece of the deltas to the counts; answers how many they were. */
  async fold(tx: GateTx): Promise<number> {
    return (await tx.row<{ folded: number }>(FOLD, []))?.folded ?? 0;
  }

  organizations(tx: GateTx): Promise<{ id: string }[]> {
    return tx.rows<{ id: string }>(ORGANIZATIONS, []);
  }

  /** Takes the applications of clients who cannot come back any more out of the counts. */
  async countOut(tx: WriteTx): Promise<void> {
    await tx.run(COUNT_OUT, [tx.organizationId]);
  }

  differences(tx: WriteTx): Promise<WrongCount[]> {
    return tx.rows<WrongCount & Record<string, unknown>>(DIFFERENCES, [tx.organizationId]);
  }

  /** Sets right what differs; answers how many counts did. */
  mend(tx: WriteTx): Promise<number> {
    return tx.run(MEND, [tx.organizationId]);
  }
}
