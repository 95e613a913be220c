import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/access/actor.js';
import { newId } from '../../src/kernel/ids.js';
import { Slice } from '../../src/kernel/slices.js';
import { Database } from '../../src/platform/database/database.js';
import { begins, compares, either, is, isMissing } from '../../src/platform/database/list-filters.js';
import { List, type SliceQuery } from '../../src/platform/database/lists.js';
import { jsonRow, jsonRows, projection } from '../../src/platform/database/projection.js';
import { statement, statements } from '../../src/platform/database/statement.js';
import type { WriteTx } from '../../src/platform/database/tx.js';
import { createWorld, type World } from '../support/world.js';

interface Row {
  id: string;
  name: string;
  website: string | null;
  note: { text: string; seenAt: string } | null;
  createdAt: string;
}
interface Query extends SliceQuery {
  name?: string;
  website?: readonly string[];
  withoutWebsite?: boolean;
  withNote?: boolean;
  from?: string;
}

const ROW = projection<Row>({
  id: 'e.id',
  name: 'e.name',
  website: 'e.website',
  note: { text: 'e.note', seenAt: 'e.updated_at' },
  createdAt: 'e.created_at',
});
const LIST = new List<Row, Query>({
  name: 'test.employers',
  item: ROW,
  from: 'from employers e where e.organization_id = $1',
  filters: {
    name: begins('e.search_key'),
    website: is('e.website'),
    withoutWebsite: isMissing('e.website'),
    withNote: either('e.note is not null', 'e.note is null'),
    from: compares('e.name', '>='),
  },
  sorts: {
    name: { 'e.search_key': 'text', 'e.id': 'uuid' },
    createdAt: { 'e.created_at': 'timestamptz', 'e.id': 'uuid' },
    id: { 'e.id': 'uuid' },
  },
  by: 'name',
});

let world: World;
let actor: Actor;
const names: string[] = [];

beforeAll(async () => {
  world = await createWorld();
  actor = {
    kind: 'system',
    role: 'operator',
    organizationId: world.ana.organizationId,
    reason: 'a test',
    requestId: newId(),
  };
  // Twenty-three rows, of which many share the instant at which they were made, to the microsecond.
  for (let n = 0; n < 23; n += 1) {
    const name = `row ${String(n).padStart(2, '0')}`;
    names.push(name);
    await world.sql(
      `insert into employers (organization_id, id, name, search_key, website, note, created_at)
       values ($1, $2, $3, $3, $4, $5, timestamptz '2026-06-01 10:00:00.000001Z' + $6 * interval '1 microsecond')`,
      [
        world.ana.organizationId,
        newId(),
        name,
        n % 3 === 0 ? null : `https://${n % 2}.example`,
        n % 4 === 0 ? 'seen' : null,
        Math.floor(n / 7),
      ],
    );
  }
});
afterAll(() => world.close());

const read = (query: Query): Promise<Slice<Row>> => world.app.get(Database).read(actor, (tx) => LIST.read(tx, query));

async function all(query: Omit<Query, 'cursor'>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const slice: Slice<Row> = await read({ ...query, cursor });
    expect(slice.items.length).toBeLessThanOrEqual(query.limit);
    rows.push(...slice.items);
    cursor = slice.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

describe('a list', () => {
  it.each(['name', '-name', 'createdAt', '-createdAt', 'id', '-id'])(
    'shows each row once, whatever the size of its slices, sorted by %s',
    async (sort) => {
      const whole = (await read({ limit: 100, sort })).items;
      expect(whole.map(({ name }) => name).sort()).toEqual(names);
      for (const limit of [1, 2, 7, 10, 11, 22, 23, 24]) expect(await all({ limit, sort })).toEqual(whole);
    },
  );

  it('runs the other way round with a minus', async () => {
    const there = await all({ limit: 5, sort: 'createdAt' });
    expect(await all({ limit: 5, sort: '-createdAt' })).toEqual(there.toReversed());
  });

  it('combines its filters', async () => {
    const some = await all({ limit: 3, name: 'row 1', withoutWebsite: true, withNote: true });
    expect(some.map(({ name }) => name)).toEqual(['row 12']);
    expect((await all({ limit: 3, withoutWebsite: true })).every(({ website }) => website === null)).toBe(true);
    expect((await all({ limit: 3, withoutWebsite: false })).length).toBe(15);
    expect((await all({ limit: 3, website: ['https://0.example', 'https://1.example'] })).length).toBe(15);
    expect((await all({ limit: 3, from: 'row 20' })).map(({ name }) => name)).toEqual(['row 20', 'row 21', 'row 22']);
  });

  it.each([
    ['of another sort', { sort: 'createdAt' }],
    ['of another direction', { sort: '-name' }],
    ['of another filter', { withNote: true }],
    ['of another value of the filter', { from: 'row 01' }],
  ] as const)('refuses a cursor %s', async (_, other) => {
    const { nextCursor } = await read({ limit: 2, from: 'row 00' });
    await expect(read({ limit: 2, from: 'row 00', ...other, cursor: nextCursor ?? '' })).rejects.toThrow(
      'http.cursor-invalid',
    );
  });

  it('counts up to a thousand, and says when there are more', async () => {
    expect(await read({ limit: 2, total: true })).toMatchObject({ total: 23, isTotalCapped: false });
    expect(await read({ limit: 2, total: true, withNote: true })).toMatchObject({ total: 6, isTotalCapped: false });
    expect('total' in (await read({ limit: 2 }))).toBe(false);
    await world.sql(
      `insert into employers (organization_id, name, search_key)
       select $1, 'south ' || n, 'south ' || n from generate_series(1, 1001) n`,
      [world.cai.organizationId],
    );
    const south = { ...actor, organizationId: world.cai.organizationId } as Actor;
    const slice = await world.app.get(Database).read(south, (tx) => LIST.read(tx, { limit: 1, total: true }));
    expect([slice.total, slice.isTotalCapped]).toEqual([1000, true]);
  });

  it('fetches one of a few sizes, with the number in the text of the statement', async () => {
    for (let limit = 1; limit <= 100; limit += 1) await read({ limit });
    const mine = [...statements].filter(([name, text]) => name.startsWith('test.employers') && text.includes('limit'));
    const sizes = mine.map(([, text]) => / limit (\d+)\)?/.exec(text)?.[1]);
    expect(new Set(sizes).difference(new Set(['11', '26', '51', '101', '1001']))).toEqual(new Set());
  });

  it('answers forms beyond those it keeps just the same', async () => {
    const many = new List<Row, Query>({ ...planOf('test.many'), name: 'test.many' });
    const ask = (from: string, sort: string, limit: number): Promise<Slice<Row>> =>
      world.app.get(Database).read(actor, (tx) => many.read(tx, { from, sort, limit, withoutWebsite: true }));
    const before = [...statements.keys()].filter((name) => name.startsWith('test.many')).length;
    expect(before).toBe(1);
    for (const sort of manySorts)
      for (const limit of [10, 25, 50, 100]) expect((await ask('row 00', sort, limit)).items.length).toBe(8);
    expect([...statements.keys()].filter((name) => name.startsWith('test.many')).length).toBe(64);
  });

  it('refuses a sort that it does not have', async () => {
    await expect(read({ limit: 1, sort: 'note' })).rejects.toThrow('no sort');
  });
});

const manySorts = Array.from({ length: 20 }, (_, n) => `by${n}`);
const planOf = (name: string) => ({
  name,
  item: ROW,
  from: 'from employers e where e.organization_id = $1',
  filters: {
    name: begins('e.search_key'),
    website: is('e.website'),
    withoutWebsite: isMissing('e.website'),
    withNote: either('e.note is not null', 'e.note is null'),
    from: compares('e.name', '>='),
  },
  sorts: Object.fromEntries(manySorts.map((sort) => [sort, { 'e.search_key': 'text', 'e.id': 'uuid' } as const])),
  by: 'by0',
});

describe('a projection', () => {
  it('folds a reference into an object, or null when there is none; instants have three decimals', async () => {
    const rows = await all({ limit: 100 });
    expect(rows[0]).toEqual({
      id: expect.any(String),
      name: 'row 00',
      website: null,
      note: { text: 'seen', seenAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) },
      createdAt: '2026-06-01T10:00:00.000Z',
    });
    expect(rows[1]?.note).toBeNull();
  });

  it('reads inside JSON exactly as it reads as columns', async () => {
    const one = "from employers e where e.organization_id = $1 and e.search_key in ('row 00', 'row 01')";
    const inJson = statement(
      'test.in-json',
      `select ${jsonRows(ROW, one, 'e.search_key')} as many, ${jsonRow(ROW, `${one} order by e.search_key limit 1`)} as first,
              ${jsonRow(ROW, 'from employers e where e.organization_id = $1 and false')} as none`,
    );
    const row = await world.app
      .get(Database)
      .asSystem(world.ana.organizationId, 'a test', (tx: WriteTx) => tx.row(inJson, [tx.organizationId]));
    const rows = await all({ limit: 100 });
    expect(row).toEqual({ many: rows.slice(0, 2), first: rows[0], none: null });
  });
});

describe('a statement', () => {
  it('for one of several values is the same as for one', () => {
    expect(is('a')(['x'])).toEqual(is('a')('x'));
    expect(is('a')([])).toEqual({ where: 'false', values: [] });
  });
});
