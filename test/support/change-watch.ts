import pg from 'pg';
import type { World } from './world.js';

/** Sees every row that any transaction really changed, in any table, whoever wrote it. What was rolled back does not count. */
export interface ChangeWatch {
  /** The tables that were changed since the last call. */
  changedTables(): Promise<string[]>;
  stop(): Promise<void>;
}

/** Puts a trigger on each table of ours. */
export async function watchChanges(world: World): Promise<ChangeWatch> {
  const client = new pg.Client(world.database.admin);
  await client.connect();
  await client.query(`
    create schema watch;
    create table watch.changes (id bigint generated always as identity primary key, name text not null);
    create function watch.note() returns trigger language plpgsql security definer as
      $$ begin insert into watch.changes (name) values (tg_table_name); return null; end $$;
    do $$ declare name text; begin
      -- A partition gets its parent's.
      for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition loop
        execute format('create trigger watched after insert or update or delete on public.%I for each row execute function watch.note()', name);
      end loop;
    end $$`);
  let last = '0';
  return {
    changedTables: async () => {
      const { rows } = await client.query<{ id: string; name: string }>(
        'select id, name from watch.changes where id > $1 order by id',
        [last],
      );
      last = rows.at(-1)?.id ?? last;
      return [...new Set(rows.map(({ name }) => name))];
    },
    stop: () => client.end(),
  };
}
