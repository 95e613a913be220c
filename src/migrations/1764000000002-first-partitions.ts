import type { MigrationInterface, QueryRunner } from 'typeorm';
import { GATE_ROLE } from '../platform/database/setup/roles.js';

/**
 * The ledger's partitions: one for each quarter by the time in the id, and one for whatever has none, so that no line is
 * ever refused. Behind the wall of their parent; by their own name nobody who serves may reach them.
 *
 * The roles that serve cannot make tables, so the owner leaves a function that makes just these. It takes no argument,
 * sees only PostgreSQL's own names unless they are written out, and gives up rather than keep lines waiting for its lock.
 */
export class FirstPartitions1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function ledger_partitions_ahead() returns int
        language plpgsql security definer set search_path = pg_catalog, pg_temp set lock_timeout = '500ms' as $$
      declare
        made int := 0;
        starts timestamptz;
        part text;
        bounds text[];
      begin
        for quarter in 0..4 loop
          starts := date_trunc('quarter', now(), 'UTC') + quarter * interval '3 months';
          part := 'ledger_lines_' || to_char(starts at time zone 'UTC', 'YYYY"q"Q');
          continue when to_regclass('public.' || part) is not null;
          -- The first 48 bits of a uuid of version 7 are its milliseconds.
          bounds := array(select rpad(lpad(to_hex((extract(epoch from edge) * 1000)::bigint), 12, '0'), 32, '0')
                            from unnest(array[starts, starts + interval '3 months']) with ordinality as e (edge, n) order by n);
          begin
            execute format('create table public.%I partition of public.ledger_lines for values from (%L) to (%L)',
                           part, bounds[1]::uuid, bounds[2]::uuid);
          exception when check_violation then
            continue; -- Lines of this quarter lie in the default partition, and stay there.
          end;
          execute format('alter table public.%I enable row level security, force row level security', part);
          made := made + 1;
        end loop;
        return made;
      end $$`);
    await runner.query('revoke execute on function ledger_partitions_ahead() from public');
    await runner.query(`grant execute on function ledger_partitions_ahead() to ${GATE_ROLE}`);
    await runner.query('create table ledger_lines_rest partition of ledger_lines default');
    await runner.query('alter table ledger_lines_rest enable row level security, force row level security');
    await runner.query('select ledger_partitions_ahead()');
  }

  async down(): Promise<void> {
    throw new Error('The first schema has nothing before it to go back to.');
  }
}
