import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { endCauses } from '../../src/access/credentials.js';
import { rooms } from '../../src/app/rooms.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import type { CredentialKind } from '../../src/platform/rooms/credential-kind.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { roomsOfTables } from '../support/rooms.js';

/** What every way in says of itself, and of which type. */
const SAME: Readonly<Record<string, string>> = {
  made_by: 'uuid',
  purpose: 'text',
  subject_id: 'uuid',
  expires_at: 'timestamp with time zone',
  ended_at: 'timestamp with time zone',
  ended_cause: 'text',
};

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

let columns: Column[];
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  columns = await withClient(database.admin, async (client) => {
    const { rows } = await client.query<Column>(
      `select table_name as table, column_name as name, data_type as type from information_schema.columns
        where table_schema = 'public' order by 1, 2`,
    );
    return rows;
  });
});
afterAll(() => database.drop());

const kinds = rooms.flatMap((room) => room.credentials ?? []);

/** A table of ways in is known by a secret that it keeps the digest of, or by an end to which it is good. */
const looksLikeWaysIn = ({ name }: Column): boolean =>
  name === 'expires_at' || /(^|_)(token|secret|code|password)_digest$/.test(name);

function flaws(of: readonly Column[], declared: readonly CredentialKind[]): string[] {
  const tables = [...new Set(of.filter(looksLikeWaysIn).map(({ table }) => table))];
  const undeclared = tables
    .filter((table) => !declared.some((kind) => kind.table === table))
    .map((table) => `${table}: no room declares it`);
  const missing = declared.flatMap(({ table }) =>
    Object.entries(SAME)
      .filter(
        ([name, type]) => !of.some((column) => column.table === table && column.name === name && column.type === type),
      )
      .map(([name, type]) => `${table}: has no ${name} ${type}`),
  );
  return [...undeclared, ...missing];
}

describe('every way in', () => {
  it('is declared by a room, and its table has the same columns as all others', () => {
    expect(flaws(columns, kinds)).toEqual([]);
    expect(kinds.map(({ table }) => table).toSorted()).toEqual([
      'client_links', 'client_sessions', 'invitations', 'refresh_tokens', 'sessions',
    ]); // biome-ignore format: a list to scan
  });

  it('is declared by the room whose table it is', () => {
    const owners = roomsOfTables();
    const strangers = rooms.flatMap((room) =>
      (room.credentials ?? []).filter(({ table }) => owners.get(table) !== room.name).map(({ table }) => table),
    );
    expect(strangers).toEqual([]);
  });

  it('answers each cause: by a sweep of its own table, or by saying that it is left alone', () => {
    const wrong = kinds.flatMap(({ name, table, ends }) =>
      endCauses
        .filter((cause) => ends[cause] === undefined || (ends[cause] && !ends[cause].text.includes(`update ${table}`)))
        .map((cause) => `${name} ${cause}`),
    );
    expect(wrong).toEqual([]);
    for (const cause of endCauses) expect([cause, kinds.some(({ ends }) => ends[cause])]).toEqual([cause, true]);
  });
});

describe('the check itself', () => {
  it('turns red at a new table of ways in that no room declares', () => {
    const planted = { table: 'api_keys', name: 'secret_digest', type: 'text' };
    expect(flaws([...columns, planted], kinds)).toEqual(['api_keys: no room declares it']);
  });

  it('turns red at a declared table that does not say who made it, what for and why it ended', () => {
    const ends = kinds[0]?.ends as CredentialKind['ends'];
    const planted = { table: 'api_keys', name: 'expires_at', type: 'timestamp with time zone' };
    expect(flaws([...columns, planted], [...kinds, { name: 'api_key', table: 'api_keys', ends }])).toEqual(
      Object.entries(SAME)
        .filter(([name]) => name !== 'expires_at')
        .map(([name, type]) => `api_keys: has no ${name} ${type}`),
    );
  });
});
