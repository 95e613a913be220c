import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Catalog, readCatalog } from '../../src/platform/database/catalog/compare.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { type TestDatabase, testDatabase } from '../support/database.js';

const FILE = 'src/app/catalog.json';

let database: TestDatabase;
let made: Catalog;
beforeAll(async () => {
  database = await testDatabase();
  made = await withClient(database.connections.app, readCatalog);
});
afterAll(() => database.drop());

describe('the catalog that a start compares with', () => {
  it('is what the migrations make; `npm run docs:generate` makes it anew', () => {
    const text = `${JSON.stringify(made, null, 2)}\n`;
    if (process.env.ONWARD_WRITE_DOCS === 'true') writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });

  it('grants nothing to everybody, and lets nobody who serves own anything or belong to another role', () => {
    const names = Object.keys(made);
    expect(names.filter((name) => /^rights of everybody on (?!function pgboss)/.test(name))).toEqual([]);
    expect(names.filter((name) => name.startsWith('membership'))).toEqual([]);
    const owners = Object.entries(made).filter(([name]) => name.startsWith('owner of'));
    expect(new Set(owners.map(([, owner]) => owner))).toEqual(new Set(['the owner']));
  });

  it('has the wall on each table that is of an organization', () => {
    const walls = Object.entries(made).filter(([name]) => name.startsWith('row security of table '));
    const open = walls.filter(([name, state]) => state !== 'on and forced' && !name.includes('pgboss.'));
    expect(open.map(([name]) => name.replace('row security of table ', ''))).toEqual([
      'request_counters',
      'root_versions',
      'schema_migrations',
    ]);
  });
});
