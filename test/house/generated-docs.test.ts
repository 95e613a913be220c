import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { accessMatrix } from '../../src/access/matrix.js';
import { statusesOfCode } from '../../src/app/openapi/error-codes.js';
import { openApi } from '../../src/app/openapi.js';
import { rooms } from '../../src/app/rooms.js';
import { flawsOf, toMermaid } from '../../src/kernel/state-machine.js';
import { statements } from '../../src/platform/database/statement.js';
import type { Room } from '../../src/platform/rooms/room.js';
import { cataloguePage, classedColumns, storedColumns } from '../support/catalogue.js';
import { testDatabase } from '../support/database.js';
import { declareAll, type ReadStatement, readStatements, statementsPage } from '../support/statements.js';
import { createWorld, type World } from '../support/world.js';

const machines = rooms.flatMap((room) => room.machines ?? []);

/** The rooms, what each uses, keeps, records and does by the clock. */
const roomsPage = (): string => {
  const cells = (names: readonly string[] = []): string => names.map((name) => `\`${name}\``).join(', ') || '–';
  const tables = (room: Room): string[] =>
    (room.entities ?? []).map((entity) => world.app.get(DataSource).getMetadata(entity as never).tableName);
  return [
    '# The rooms',
    '',
    'Generated from `src/features/*/*.room.ts`.',
    '',
    '| room | uses | tables | records | timed jobs |',
    '| --- | --- | --- | --- | --- |',
    ...rooms.map(
      (room) =>
        `| ${[room.name, cells(room.uses), cells(tables(room)), cells(Object.keys(room.events ?? {})), cells(room.jobs)].join(' | ')} |`,
    ),
    '',
  ].join('\n');
};

const diagrams = (): string =>
  [
    '# States',
    '',
    'Generated from the tables in `*.rules.ts`.',
    ...machines.flatMap((machine) => ['', `## ${machine.name}`, '', '```mermaid', toMermaid(machine), '```']),
    '',
  ].join('\n');

/** Every error code with its status and its sentence. */
const errorCodesPage = async (): Promise<string> => {
  const { items } = (await world.nobody.get('/problems')).body as { items: { code: string; meaning: string }[] };
  return [
    '# Error codes',
    '',
    'Generated from `src/content` and `src/app/openapi/error-codes.ts`. A code without a status stands in `errors`, about one',
    'field. Values of a sentence stand as their names in braces.',
    '',
    '| status | code | what it says |',
    '| --- | --- | --- |',
    ...items.map(({ code, meaning }) => `| ${statusesOfCode(code).join(', ') || '–'} | \`${code}\` | ${meaning} |`),
    '',
  ].join('\n');
};

let world: World;
let read: ReadStatement[];
beforeAll(async () => {
  // Before anything runs: what is used gets forms of its own beside the usual ones.
  const database = await testDatabase();
  await declareAll(database);
  read = await readStatements(database.admin, new Map(statements));
  await database.drop();
  world = await createWorld();
});
afterAll(() => world.close());

const generated: [file: string, text: () => string | Promise<string>][] = [
  ['access-matrix.md', accessMatrix],
  ['states.md', diagrams],
  ['rooms.md', roomsPage],
  [
    'data-catalogue.md',
    async () => cataloguePage(classedColumns(world.app.get(DataSource), await storedColumns(world))),
  ],
  ['statements.sql', () => statementsPage(read)],
  ['error-codes.md', errorCodesPage],
  ['openapi.json', () => `${JSON.stringify(openApi(world.app), null, 2)}\n`],
];

describe('docs/generated', () => {
  it.each(generated)('%s is what the code says; `npm run docs:generate` makes it anew', async (file, make) => {
    const text = await make();
    const path = `docs/generated/${file}`;
    if (process.env.ONWARD_WRITE_DOCS === 'true') {
      mkdirSync('docs/generated', { recursive: true });
      writeFileSync(path, text);
    }
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('draws only tables that are sound: every target is a state, every state is reached', () => {
    expect(machines.flatMap((machine) => flawsOf(machine))).toEqual([]);
  });
});
