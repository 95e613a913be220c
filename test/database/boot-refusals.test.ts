import 'reflect-metadata';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, Module, type Type } from '@nestjs/common';
import { rooms } from '../../src/app/rooms.js';
import { buildServer } from '../../src/app/server.js';
import { requireFreePort } from '../../src/app/start/free-port.js';
import { install } from '../../src/app/start/installation.js';
import { clientEvents } from '../../src/features/clients/clients.events.js';
import { StartError } from '../../src/platform/config/start-error.js';
import { List } from '../../src/platform/database/lists.js';
import { projection } from '../../src/platform/database/projection.js';
import { prepareRoles, withClient } from '../../src/platform/database/setup/prepare.js';
import { statement } from '../../src/platform/database/statement.js';
import { Can, Public } from '../../src/platform/http/routes.js';
import { Jobs } from '../../src/platform/jobs/jobs.js';
import { Ledger } from '../../src/platform/ledger/ledger.js';
import type { Room } from '../../src/platform/rooms/room.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { dataFolder } from '../support/service.js';
import { testConfig } from '../support/settings.js';

/* Refusals of settings: test/rules/config. Of an unfit database: start-check.test.ts. Of a whole process: start.test.ts. */

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** The whole app, built as a start builds it, with one more room. Answers what it says, or null when it starts. */
async function startWith(module: Type, more: Partial<Room> = {}): Promise<string | null> {
  const planted: Room = { name: 'planted', uses: [], module, ...more };
  (rooms as Room[]).push(planted);
  try {
    const { secrets, connections } = database;
    const app = await buildServer({ config: testConfig(), secrets, connections });
    await app.close();
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    (rooms as Room[]).pop();
  }
}

/** A room of one provider, which does this when it is built. */
function roomThat(acts: (ledger: Ledger, jobs: Jobs) => void): Type {
  @Injectable()
  class Planted {
    constructor(ledger: Ledger, jobs: Jobs) {
      acts(ledger, jobs);
    }
  }
  @Module({ providers: [Planted] })
  class PlantedModule {}
  return PlantedModule;
}

@Controller('planted')
class RuledController {
  @Get('one')
  @Can('client.read', 'One')
  one(): void {}

  @Get('two')
  @Public('it is a test')
  two(): void {}
}
@Controller('planted')
class UnruledController extends RuledController {
  @Get('three')
  three(): void {}
}
const roomOf = (controller: Type): Type => {
  @Module({ controllers: [controller] })
  class PlantedModule {}
  return PlantedModule;
};
const handle = async (): Promise<void> => {};
const consumer = (name: string, ...events: string[]) => ({
  name,
  lane: 'quick' as const,
  events: events as never,
  handle,
});

describe('the app starts', () => {
  it('with one more room in which all is well', async () => {
    expect(await startWith(roomOf(RuledController))).toBeNull();
    expect(await startWith(roomThat((ledger) => ledger.subscribe(consumer('planted', 'client.created'))))).toBeNull();
  }, 60_000);
});

describe('the app does not start', () => {
  it('with a route without a rule', async () => {
    expect(await startWith(roomOf(UnruledController))).toBe(
      'The route UnruledController.three names no action: add @Can, @CanByLink or @Public',
    );
  });

  it('with an event that two rooms declare', async () => {
    expect(await startWith(roomOf(RuledController), { events: clientEvents })).toBe(
      'The event client.created is declared twice',
    );
  });

  const faults: [fault: string, acts: (ledger: Ledger, jobs: Jobs) => void, sentence: string][] = [
    ['a consumer of an unknown event', (ledger) => ledger.subscribe(consumer('planted', 'client.crated')), 'A consumer waits for client.crated, which no room declares'],
    ['a consumer of a look', (ledger) => ledger.subscribe(consumer('planted', 'client.seen')), 'A consumer waits for client.seen, which is a look'],
    ['two consumers of one name', (ledger) => [1, 2].map(() => ledger.subscribe(consumer('planted', 'client.created'))), 'Two consumers are named planted'],
    ['a consumer that takes an event twice', (ledger) => ledger.subscribe(consumer('planted', 'client.created', 'client.created')), 'planted takes an event twice'],
    ['two timed jobs of one name', (_, jobs) => jobs.add({ name: 'housekeeping.sweep', cron: '* * * * *', run: handle }), 'Two jobs are named housekeeping.sweep'],
    ['two statements of one name', () => [1, 2].map((text) => statement('planted', `select ${text}`)), 'Two statements are named planted'],
    ['a statement whose name is none', () => statement('planted one', 'select 1'), 'Not a name for a statement: planted one'],
    ['a list whose usual sort it does not have', () => new List({ name: 'planted.list', item: projection({ id: 'c.id' }), from: 'from clients c where c.organization_id = $1', filters: {}, sorts: {}, by: 'age' }), 'planted.list has no sort age'],
  ]; // biome-ignore format: a table
  it.each(faults)('with %s', async (_, acts, sentence) => expect(await startWith(roomThat(acts))).toBe(sentence));
});

describe('the installation is refused', () => {
  const folder = dataFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('on a server that is too old', async () => {
    await withClient(database.admin, (client) =>
      client.query(`create schema older; create function older.current_setting(text) returns text
                    language sql as $$ select '170009' $$`),
    );
    const old = { ...database.admin, options: '-c search_path=older,pg_catalog' };
    await expect(prepareRoles(old, database.secrets)).rejects.toThrow(
      new StartError('The server of DATABASE_URL is too old: Onward needs PostgreSQL 18 or newer.'),
    );
  });

  it('in a data folder that holds something else where its lock belongs', async () => {
    const dataDir = join(folder, 'locked');
    mkdirSync(join(dataDir, 'postgres.lock'), { recursive: true });
    const refusal = install(testConfig({ dataDir }), 'command');
    await expect(refusal).rejects.toThrow(StartError);
    await expect(refusal).rejects.toThrow(/postgres\.lock cannot be locked/);
  });

  it('at an address that is not this machine’s', async () => {
    // 192.0.2.0/24 is kept for examples.
    await expect(requireFreePort({ port: 3000, host: '192.0.2.1' })).rejects.toThrow(
      new StartError('HOST: this machine has no address 192.0.2.1 (EADDRNOTAVAIL).'),
    );
  });

  // Who is no administrator stays none while it listens; the suite itself may run as one.
  (process.getuid?.() === 0 ? it : it.skip)('at a port that is the administrator’s', async () => {
    process.seteuid?.('nobody');
    const refusal = requireFreePort({ port: 81, host: '127.0.0.1' }).finally(() => process.seteuid?.(0));
    await expect(refusal).rejects.toThrow(
      new StartError('Only the administrator may use port 81. Choose one from 1024 on.'),
    );
  });
});
