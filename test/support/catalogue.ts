import type { DataSource } from 'typeorm';
import { codes, entities } from '../../src/app/schema.js';
import type { ClassedCodes, Tier } from '../../src/kernel/tiers.js';
import { classOf } from '../../src/platform/database/classes.js';
import { roomsOfTables } from './rooms.js';
import type { World } from './world.js';

/** A column as the database has it. */
export interface StoredColumn {
  readonly table: string;
  readonly column: string;
  /** Its check lets nothing in but a sealed text. */
  readonly isSealed: boolean;
  /** The codes of its closed list; null when it has none. */
  readonly takes: readonly string[] | null;
}

export interface ClassedColumn extends StoredColumn {
  /** Null: nobody said. */
  readonly tier: Tier | null;
}

/** Every column of every table of ours. */
export async function storedColumns({ sql }: World): Promise<StoredColumn[]> {
  const rows = await sql<{ table: string; column: string; checks: string[] }>(
    `select c.relname as table, a.attname as column,
              array(select pg_get_constraintdef(k.oid) from pg_constraint k
                     where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as checks
         from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and a.attnum > 0 and not a.attisdropped and c.relname <> 'schema_migrations'
        order by c.relname, a.attnum`,
  );
  return rows.map(({ table, column, checks }) => {
    const list = checks.find((check) => /ANY \(|= '[a-z_]+'::text\)/.test(check));
    return {
      table,
      column,
      isSealed: checks.some((check) => check.includes('[A-Za-z0-9_-]{124,}$')),
      takes: list ? [...list.matchAll(/'([^']+)'::text/g)].map(([, code]) => code ?? '') : null,
    };
  });
}

/** The same with the class that its entity says. */
export function classedColumns(source: DataSource, stored: readonly StoredColumn[]): ClassedColumn[] {
  const tiers = new Map<string, Tier | null>();
  for (const entity of entities) {
    const { tableName, columns } = source.getMetadata(entity);
    for (const { databaseName, propertyName } of columns)
      tiers.set(`${tableName}.${databaseName}`, classOf(entity as object, propertyName));
  }
  return stored.map((column) => ({ ...column, tier: tiers.get(`${column.table}.${column.column}`) ?? null }));
}

/** Every code that is T2 anywhere. */
export const restrictedCodes = (): string[] => [
  ...new Set(Object.values(codes).flatMap((list) => Object.keys(list).filter((code) => list[code] === 'T2'))),
];

const cell = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ') || '–';
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const codesOf = (list: ClassedCodes, tier: Tier): string =>
  cell(Object.keys(list).filter((code) => list[code] === tier));

/** Every column and every code with its class, for `docs/generated/data-catalogue.md`. */
export function cataloguePage(columns: readonly ClassedColumn[]): string {
  const rooms = roomsOfTables();
  const tables = [...Map.groupBy(columns, ({ table }) => table)];
  const inTier = (of: readonly ClassedColumn[], tier: Tier): string =>
    cell(of.filter((column) => column.tier === tier).map(({ column }) => column));
  return [
    '# The catalogue of data',
    '',
    'T0 is ordinary, T1 personal, T2 restricted: sealed under the key of the client. Generated from the entities and from the',
    'codes of `*.room.ts`.',
    '',
    '## Columns',
    '',
    row(['table', 'room', 'T0', 'T1', 'T2']),
    row(['---', '---', '---', '---', '---']),
    ...tables.map(([table, of]) =>
      row([`\`${table}\``, rooms.get(table) ?? '–', inTier(of, 'T0'), inTier(of, 'T1'), inTier(of, 'T2')]),
    ),
    '',
    '## Codes',
    '',
    row(['list', 'T0', 'T1', 'T2']),
    row(['---', '---', '---', '---']),
    ...Object.entries(codes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, list]) => row([name, codesOf(list, 'T0'), codesOf(list, 'T1'), codesOf(list, 'T2')])),
    '',
  ].join('\n');
}
