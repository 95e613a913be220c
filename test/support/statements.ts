import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ClientConfig } from 'pg';
import { DataSource, type EntityMetadata } from 'typeorm';
import { entities, functions, migrations } from '../../src/app/schema.js';
import { ownerSource, withClient } from '../../src/platform/database/setup/prepare.js';
import { statements } from '../../src/platform/database/statement.js';
import { Rows } from '../../src/platform/database/wire/rows.js';
import type { TestDatabase } from './database.js';
import { roomsOfTables } from './rooms.js';
import { sourceFiles } from './source-files.js';

/** What PostgreSQL says a statement touches: every table and every function of ours that stands anywhere in it. */
export interface ReadStatement {
  readonly name: string;
  readonly text: string;
  /** Those of the functions it calls too. */
  readonly tables: readonly string[];
  readonly functions: readonly string[];
  /** Why PostgreSQL refuses it: a misspelt column, a table that is gone. */
  readonly error: string | null;
}

/** Statements that steer the transaction: they touch no table, and no function may hold them. */
export const utilities: readonly string[] = ['database.begin', 'database.commit', 'database.rollback'];

const tables = roomsOfTables();

/** The room a statement belongs to: the first part of its name. Ordinary writes belong to the room of their table. */
export function roomOf(name: string): string {
  const [first = '', , table = ''] = name.split('.');
  return first === 'rows' ? (tables.get(table) ?? 'no room') : first;
}

/** Loads everything that declares statements, and makes the ordinary writes, which otherwise wait for their first use. */
export async function declareAll(database: TestDatabase): Promise<void> {
  for (const file of sourceFiles().filter((name) => /\.(repository|sight)\.ts$/.test(name)))
    await import(pathToFileURL(resolve(file)).href);
  await import('../../src/app/app.module.js');
  const source = await new DataSource(ownerSource(database.connections.owner, { entities, migrations })).initialize();
  const rows = new Rows(source);
  for (const metadata of source.entityMetadatas) declareRows(rows, metadata);
  await source.destroy();
}

/** The widest insert and update of an entity: every column there is. */
function declareRows(rows: Rows, metadata: EntityMetadata): void {
  const every = metadata.columns.map(({ propertyName }) => propertyName);
  const row = (names: readonly string[]): object => Object.fromEntries(names.map((name) => [name, null]));
  rows.insert(metadata.target, row(every));
  const own = ['organizationId', 'id', 'version', 'createdAt', 'updatedAt'];
  if (!own.every((name) => every.includes(name))) return;
  const key = { organizationId: '', id: '', version: 1 };
  rows.update(metadata.target, key, row(every.filter((name) => !own.includes(name))));
}

const DEPENDENCIES = `select
  coalesce((select array_agg(distinct c.relname order by c.relname) from pg_depend d join pg_class c on c.oid = d.refobjid
     where d.classid = 'pg_proc'::regclass and d.objid = $1::regprocedure and d.refclassid = 'pg_class'::regclass), '{}')::text[] as tables,
  coalesce((select array_agg(distinct p.proname order by p.proname) from pg_depend d join pg_proc p on p.oid = d.refobjid
     where d.classid = 'pg_proc'::regclass and d.objid = $1::regprocedure and d.refclassid = 'pg_proc'::regclass), '{}')::text[] as functions`;

/**
 * Prepares each statement on the migrated schema, puts it into a function of a scratch schema, and reads what the
 * function depends on. `explain` would lose the tables of `where false`, of removed joins and behind functions.
 */
export async function readStatements(
  admin: ClientConfig,
  texts: ReadonlyMap<string, string> = statements,
): Promise<ReadStatement[]> {
  return await withClient(admin, async (client) => {
    await client.query('create schema if not exists scratch');
    const read: ReadStatement[] = [];
    for (const [name, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (utilities.includes(name)) continue;
      try {
        await client.query(`prepare one as ${text}`);
        const types = await client.query<{ types: string[] }>(
          `select parameter_types::text[] as types from pg_prepared_statements where name = 'one'`,
        );
        await client.query('deallocate one');
        await client.query(
          `create function scratch.one(${types.rows[0]?.types.join(', ')}) returns void begin atomic ${text}; end`,
        );
        const one = (
          await client.query<{ name: string }>(`select 'scratch.one'::regproc::oid::regprocedure::text as name`)
        ).rows[0]?.name;
        const { rows } = await client.query<Pick<ReadStatement, 'tables' | 'functions'>>(DEPENDENCIES, [one]);
        await client.query('drop function scratch.one');
        const called = rows[0]?.functions ?? [];
        const touched = [...(rows[0]?.tables ?? []), ...called.flatMap((name) => functions[name] ?? [])];
        read.push({ name, text, tables: [...new Set(touched)].sort(), functions: called, error: null });
      } catch (error) {
        await client.query('deallocate all');
        read.push({ name, text, tables: [], functions: [], error: (error as Error).message });
      }
    }
    await client.query('drop schema scratch cascade');
    return read;
  });
}

/** Every statement by room, with the tables that it touches, for people to read. */
export function statementsPage(read: readonly ReadStatement[]): string {
  const byRoom = [...Map.groupBy(read, ({ name }) => roomOf(name))].sort(([a], [b]) => (a < b ? -1 : 1));
  const one = ({ name, text, tables: touched }: ReadStatement): string[] => [
    '',
    `-- ${name}: ${touched.join(', ') || 'no table'}`,
    `${text.replace(/\n\s*/g, '\n  ').trimEnd()};`,
  ];
  return [
    '-- Every statement by room, with its tables. Generated from `src/**/*.repository.ts` and the entities; of a list its',
    '-- usual form: sorts and filters vary it.',
    ...byRoom.flatMap(([room, own]) => ['', '', `-- == ${room} ==`, ...own.flatMap(one)]),
    '',
  ].join('\n');
}
