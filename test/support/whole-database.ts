import type { World } from './world.js';

/** Names of the tables that hold this text anywhere in a row, in any column of any type, as the superuser sees them. */
export async function tablesHolding(world: World, text: string): Promise<string[]> {
  const tables = await world.sql<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  const query = tables
    .map(({ name }, index) => `select ${index} as at from ${name} t where strpos(t::text, $1) > 0`)
    .join(' union ');
  const found = await world.sql<{ at: number }>(query, [text]);
  return found.map(({ at }) => tables[at]?.name ?? '').sort();
}
