import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = 'organization_id, applied_on, furthest_stage, standing, change';
const KEY = "organization_id, applied_on, furthest_stage, coalesce(outcome, 'open')";
/** The same as the counting itself says: `thatCount` of the room of applications. */
const THAT_COUNT = "applied_on is not null and deleted_at is null and outcome is distinct from 'duplicate'";

/**
 * Whoever changes applications, by whatever way, leaves in the same transaction by how much their counts changed: one row
 * for each count, and none for what moves no count. It only appends, so that writers never wait for each other.
 *
 * A row that is erased with a client who is out of the counts for good was taken off then, and is not taken off again.
 */
export class FirstCounts1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function applications_counted() returns trigger language plpgsql as $$
      begin
        if tg_op = 'INSERT' then
          insert into public.application_count_deltas (${COLUMNS})
          select ${KEY}, count(*) from come where ${THAT_COUNT} group by 1, 2, 3, 4;
        elsif tg_op = 'UPDATE' then
          insert into public.application_count_deltas (${COLUMNS})
          select ${KEY}, sum(change)
            from (select *, 1 as change from come union all select *, -1 from gone) as both_sides
           where ${THAT_COUNT} group by 1, 2, 3, 4 having sum(change) <> 0;
        else
          insert into public.application_count_deltas (${COLUMNS})
          select ${KEY}, -count(*) from gone
           where ${THAT_COUNT}
             and not exists (select from public.clients c
                               join public.application_count_marks k on k.organization_id = c.organization_id
                              where c.organization_id = gone.organization_id and c.id = gone.client_id
                                and c.deleted_at <= k.clients_out_until)
           group by 1, 2, 3, 4;
        end if;
        return null;
      end $$`);
    await runner.query('revoke execute on function applications_counted() from public');
    const sides = {
      insert: 'new table as come',
      update: 'old table as gone new table as come',
      delete: 'old table as gone',
    };
    for (const [act, tables] of Object.entries(sides)) {
      await runner.query(`create trigger applications_counted_at_${act} after ${act} on applications
        referencing ${tables} for each statement execute function applications_counted()`);
    }
  }

  async down(): Promise<void> {
    throw new Error('The first schema has nothing before it to go back to.');
  }
}
