import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rooms } from '../../src/app/rooms.js';
import { functions, triggers } from '../../src/app/schema.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { declareLazy } from '../../src/platform/database/statement.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { reachedByFiles, readableBy, roomNames, roomOfFile, roomsOfTables } from '../support/rooms.js';
import { sourceFiles } from '../support/source-files.js';
import { declareAll, type ReadStatement, readStatements, roomOf, utilities } from '../support/statements.js';

let database: TestDatabase;
let read: ReadStatement[];
/** Tables whose rows have a version. */
let versioned: Set<string>;
const tables = roomsOfTables();
const roomOfTable = (table: string): string => tables.get(table) ?? 'no room';

beforeAll(async () => {
  database = await testDatabase();
  await declareAll(database);
  declareLazy();
  read = await readStatements(database.admin);
  versioned = await withClient(database.admin, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public'
        and column_name in ('version', 'updated_at') group by 1 having count(*) = 2`,
    );
    return new Set(rows.map(({ name }) => name));
  });
});
afterAll(() => database.drop());

/** Reads that go up, as `statement: table of room`. */
const upward = (statements: readonly ReadStatement[]): string[] =>
  statements.flatMap(({ name, tables: touched }) => {
    const beneath = readableBy(roomOf(name));
    return touched
      .filter((table) => !beneath.has(roomOfTable(table)))
      .map((table) => `${name}: ${table} of ${roomOfTable(table)}`);
  });

/** Tables that a statement changes. */
const changed = (text: string): string[] =>
  [...text.matchAll(/\b(?:insert into|update|delete from)\s+(\w+)/gi)].flatMap(([, table]) =>
    table && tables.has(table) ? [table] : [],
  );

/** Changes a row that has a version, without counting it up or without the instant. A password is never shown. */
const changesSilently = (text: string): boolean =>
  [...text.matchAll(/(?<!for )\bupdate\s+(\w+)(?:\s+\w+)?\s+set\b(.*?)(?=\bwhere\b|\breturning\b|$)/gis)].some(
    ([, table = '', changes = '']) =>
      versioned.has(table) &&
      !/^\s*password_hash = \$\d\s*$/.test(changes) &&
      !(/\bversion = version \+ 1/.test(changes) && /\bupdated_at = now\(\)/.test(changes)),
  );

const trial = (text: string, name = 'clients.trial'): Promise<ReadStatement[]> =>
  readStatements(database.admin, new Map([[name, text]]));

describe('every statement of the house', () => {
  it('is understood by the migrated schema: no misspelt column, no table that is gone', () => {
    expect(read.filter(({ error }) => error).map(({ name, error }) => `${name}: ${error}`)).toEqual([]);
    expect(read.length).toBeGreaterThan(400);
  });

  it('carries the name of its room first, and a name that PostgreSQL does not cut', () => {
    expect(read.filter(({ name }) => !roomNames.includes(roomOf(name))).map(({ name }) => name)).toEqual([]);
    // A name gets a suffix on the server, and PostgreSQL cuts at 63 bytes.
    expect(read.filter(({ name }) => Buffer.byteLength(name) > 50).map(({ name }) => name)).toEqual([]);
  });

  it('reads its own room and the rooms that this says it uses, no other', () => {
    expect(upward(read)).toEqual([]);
  });

  it('of a report reads no table that holds something restricted: whoever may read the report could count by it', () => {
    const texts = sourceFiles().flatMap((file) => (file.endsWith('.entity.ts') ? [readFileSync(file, 'utf8')] : []));
    const hiding = texts.filter((text) => /RESTRICTED|@Entity\('restricted_/.test(text));
    const sealed = hiding.map((text) => /@Entity\('(\w+)'/.exec(text)?.[1] ?? '');
    const counting = read.filter(({ name }) => roomOf(name) === 'reports');
    expect(
      counting.flatMap(({ name, tables: of }) =>
        of.filter((table) => sealed.includes(table)).map((table) => `${name}: ${table}`),
      ),
    ).toEqual([]);
    expect(sealed).toEqual(expect.arrayContaining(['barriers', 'restricted_stage_moves', 'stage_move_reasons']));
    expect(counting.length).toBeGreaterThan(1);
  });

  it('or an import, or a key, is the reason for each room that a room says it uses', () => {
    const idle = rooms.flatMap(({ name, uses }) => {
      const asked = read
        .filter((statement) => roomOf(statement.name) === name)
        .flatMap(({ tables: touched }) => touched);
      const reached = new Set([...reachedByFiles(name), ...asked.map(roomOfTable)]);
      return uses.filter((used) => !reached.has(used)).map((used) => `${name} uses ${used}`);
    });
    expect(idle).toEqual([]);
  });

  it('changes the tables of its own room only', () => {
    const foreign = read.flatMap(({ name, text }) =>
      changed(text)
        .filter((table) => roomOfTable(table) !== roomOf(name))
        .map((table) => `${name}: ${table}`),
    );
    expect(foreign).toEqual([]);
  });

  it('that changes a row with a version counts it up and says when: else a copy kept by `updatedAfter` misses it', () => {
    const silent = read.filter(({ text }) => changesSilently(text)).map(({ name }) => name);
    expect(silent).toEqual([]);
    expect(versioned.size).toBeGreaterThan(10);
  });

  it('that lists changes stops where a transaction may still be open', () => {
    const lists = read.filter(({ text }) => /\b(updated_at|created_at|occurred_at|ended_at\)) > \$\d/.test(text));
    // A first slice settles the instant; the next ones bring it along in their cursor.
    const stops = /<= (now\(\) - interval '25 seconds'|\$\d+::timestamptz)/;
    expect(lists.filter(({ text }) => !stops.test(text)).map(({ name }) => name)).toEqual([]);
    expect(lists.length).toBeGreaterThan(17);
  });

  it('calls functions of ours only where a room declares them with their tables, which count as its own reads', () => {
    const called = read.filter((statement) => statement.functions.length > 0);
    expect(called.flatMap((statement) => statement.functions).filter((name) => !functions[name])).toEqual([]);
    expect(called.every(({ tables: touched }) => touched.includes('ledger_lines'))).toBe(true);
    expect(called.length).toBeGreaterThan(1);
  });
});

describe('the check itself', () => {
  it('sees what a plan would lose: removed joins, `where false`, sub-selects, what a CTE changes', async () => {
    const [statement] = await trial(`with gone as (delete from employers where false returning id)
      select c.id from clients c left join users u on u.organization_id = c.organization_id and u.id = c.coach_id
       where false and exists (select from debriefs d where d.organization_id = $1)`);
    expect(statement?.error).toBeNull();
    expect(statement?.tables).toEqual(['clients', 'debriefs', 'employers', 'users']);
    expect(upward([statement as ReadStatement])).toEqual([
      'clients.trial: debriefs of debriefs',
      'clients.trial: employers of employers',
    ]);
  });

  it('turns red at a change that a copy would miss', () => {
    const change = 'where organization_id = $1 and id = $2';
    expect(changesSilently(`update clients set deleted_at = null, version = version + 1 ${change}`)).toBe(true);
    expect(changesSilently(`update clients c set updated_at = now() from users u ${change}`)).toBe(true);
    expect(changesSilently(`update clients set version = version + 1, updated_at = now() ${change}`)).toBe(false);
    expect(changesSilently(`select id from clients ${change} for update`)).toBe(false);
  });

  it('turns red at a misspelt column, even of a room’s own table', async () => {
    const [statement] = await trial('select c.legl_name from clients c where c.id = $1');
    expect(statement?.error).toMatch(/column c\.legl_name does not exist/);
  });

  it('holds back the platform, which stands beneath every room', async () => {
    expect(upward(await trial('select id from users where id = $1', 'database.trial'))).toEqual([
      'database.trial: users of identity',
    ]);
  });
});

describe('what the database does by itself', () => {
  const ask = <Row>(text: string): Promise<Row[]> =>
    withClient(database.admin, async (client) => (await client.query(text)).rows as Row[]);

  it('stands in functions that a room declares, with the tables that stand in them', async () => {
    const found = await ask<{ name: string; text: string }>(
      `select proname as name, prosrc as text from pg_proc p where pronamespace = 'public'::regnamespace
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1`,
    );
    const read = found.map(({ name, text }) => [name, [...tables.keys()].filter((table) => text.includes(table))]);
    expect(Object.fromEntries(read)).toEqual(functions);
  });

  it('sets off by itself only what the table’s own room declares, which changes tables of that room only', async () => {
    const found = await ask<{ table: string; functions: string[]; text: string }>(
      `select c.relname as table, array_agg(distinct p.proname::text) as functions, string_agg(p.prosrc, ';') as text
         from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
        where not tgisinternal and c.relnamespace = 'public'::regnamespace group by 1 order by 1`,
    );
    expect(Object.fromEntries(found.map((one) => [one.table, one.functions]))).toEqual(triggers);
    const own = rooms.flatMap((room) =>
      Object.entries(room.triggers ?? {}).map(([table, names]) => ({ room, table, names })),
    );
    expect(own.filter(({ room, table }) => roomOfTable(table) !== room.name)).toEqual([]);
    expect(own.filter(({ room, names }) => names.some((name) => !room.functions?.[name]))).toEqual([]);
    const foreign = found.flatMap(({ table, text }) =>
      changed(text.replaceAll('public.', '')).filter((other) => roomOfTable(other) !== roomOfTable(table)),
    );
    expect(foreign).toEqual([]);
    const reads = found.flatMap(({ table, functions: names }) =>
      names.flatMap((name) => functions[name] ?? []).map((read) => [roomOfTable(table), roomOfTable(read)] as const),
    );
    expect(reads.filter(([room, read]) => !readableBy(room).has(read))).toEqual([]);
    expect(reads.length).toBeGreaterThan(0);
  });
});

describe('SQL', () => {
  const code = sourceFiles().map((file) => ({ file, text: readFileSync(file, 'utf8') }));

  it('of a room stands in its repositories, its sight, and what it tells the database of who may enter', () => {
    const offenders = code.filter(
      ({ file, text }) =>
        !/\.(repository|sight)\.ts$|\/standing\.ts$|^src\/(platform|migrations)\//.test(file) &&
        /\bstatement\(|\.query\(|\bnew List\b/.test(text),
    );
    expect(offenders.map(({ file }) => file)).toEqual([]);
  });

  it('names its statements after the room whose folder it lies in', () => {
    const literal = (text: string): string[] =>
      [...text.matchAll(/['`]([a-z][a-z-]*(?:\.[a-z-]*)+)/g)].map(([, head]) => head ?? '');
    const heads = code
      .filter(({ file }) => /\.repository\.ts$|\/standing\.ts$|^src\/platform\//.test(file))
      .flatMap(({ file, text }) => literal(text).map((head) => ({ file, head })));
    const strangers = read
      .filter(({ name }) => !name.startsWith('rows.'))
      .filter(({ name }) => {
        const files = heads.filter(({ head }) => name.startsWith(head));
        const longest = Math.max(...files.map(({ head }) => head.length));
        return !files.some(({ file, head }) => head.length === longest && roomOfFile(file) === roomOf(name));
      });
    expect(strangers.map(({ name }) => name)).toEqual([]);
  });

  it('that steers transactions is the only SQL no function can hold', () => {
    expect(utilities.filter((name) => read.some((statement) => statement.name === name))).toEqual([]);
  });
});
