import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { openApi } from '../../src/app/openapi.js';
import { codes } from '../../src/app/schema.js';
import { RESTRICTED } from '../../src/kernel/tiers.js';
import { type ClassedColumn, classedColumns, restrictedCodes, storedColumns } from '../support/catalogue.js';
import { createWorld, type World } from '../support/world.js';

/** Closed lists in the web API that are words of ours, not data about anybody. */
const words = [
  ['T0', 'T1', 'T2'], ['en', 'es'], ['ok'], ['Bearer'], ['problem', 'hint'], ['from', 'to', 'format'],
  ['count', 'percent', 'hours'], ['under', 'over'], ['pipeline-funnel', 'debrief-turnaround'],
  ['awaiting_confirmation', 'open', 'accepted', 'revoked', 'expired'],
].map((list) => new Set(list)); // biome-ignore format: a list to scan

let world: World;
let columns: ClassedColumn[];
beforeAll(async () => {
  world = await createWorld();
  columns = classedColumns(world.app.get(DataSource), await storedColumns(world));
});
afterAll(() => world.close());

const nameOf = ({ table, column }: ClassedColumn): string => `${table}.${column}`;
const lists = Object.values(codes);
const isClassed = (taken: readonly string[], known: readonly ReadonlySet<string>[] = []): boolean =>
  lists.some((list) => taken.every((code) => code in list || code === RESTRICTED)) ||
  known.some((list) => taken.every((code) => list.has(code)));

/** What is wrong with the catalogue of these columns, by name. */
function flaws(of: readonly ClassedColumn[]): string[] {
  return of.flatMap((column) => {
    const name = nameOf(column);
    if (column.tier === null) return [`${name}: has no class`];
    if (column.tier === 'T2' && !column.isSealed) return [`${name}: is T2 and not sealed`];
    if (column.isSealed && column.tier !== 'T2') return [`${name}: is sealed and not T2`];
    const restricted = (column.takes ?? []).filter((code) => restrictedCodes().includes(code));
    if (restricted.length > 0 && column.tier !== 'T2')
      return [`${name}: may hold ${restricted.join(', ')} in the open`];
    if (column.takes && !isClassed(column.takes)) return [`${name}: takes codes that no room classifies`];
    return [];
  });
}

/** Every closed list in a part of the document of the web API, without null. */
function listsIn(part: unknown): string[][] {
  if (typeof part !== 'object' || part === null) return [];
  const own = 'enum' in part && Array.isArray(part.enum) ? [part.enum.filter((code) => code !== null)] : [];
  return [...own, ...Object.values(part).flatMap(listsIn)];
}

describe('the catalogue of data', () => {
  it('has a class for every column; what is restricted is sealed, and no open column can hold a restricted code', () => {
    expect(flaws(columns)).toEqual([]);
    expect(columns.length).toBeGreaterThan(200);
  });

  it('has a class for every code that the web API takes or gives', () => {
    const { components } = openApi(world.app);
    const unknown = listsIn(components?.schemas).filter((list) => !isClassed(list, words));
    expect(unknown).toEqual([]);
  });

  it('has no restricted code in an address: not in a path, not in a query', () => {
    const asked = Object.values(openApi(world.app).paths).flatMap((path) =>
      Object.values(path).flatMap((route) => listsIn((route as { parameters?: unknown }).parameters)),
    );
    expect(asked.flat().filter((code) => restrictedCodes().includes(code))).toEqual([]);
    expect(asked.length).toBeGreaterThan(20);
  });

  it('knows what may harm a person', () => {
    expect(restrictedCodes()).toEqual(
      expect.arrayContaining(['criminal_record', 'health', 'work_docs', 'background_check', 'drug_or_medical_check']),
    );
  });
});

describe('the check itself', () => {
  const planted = { table: 'clients', column: 'faith', isSealed: false, takes: null, tier: null };

  it('turns red at a column without a class, by name', () => {
    expect(flaws([...columns, planted])).toEqual(['clients.faith: has no class']);
  });

  it('turns red at a restricted column that takes open text', () => {
    expect(flaws([...columns, { ...planted, tier: 'T2' }])).toEqual(['clients.faith: is T2 and not sealed']);
  });

  it('turns red at a restricted code in an open column, and at a code that nobody classified', () => {
    const taking = (takes: string[]): ClassedColumn => ({ ...planted, tier: 'T1', takes });
    expect(flaws([taking(['transport', 'health'])])).toEqual(['clients.faith: may hold health in the open']);
    expect(flaws([taking(['bahai'])])).toEqual(['clients.faith: takes codes that no room classifies']);
  });
});
