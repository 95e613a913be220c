import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../src/app/app.module.js';
import { Ledger } from '../../src/platform/ledger/ledger.js';
import { type TestDatabase, testDatabase } from '../support/database.js';
import { testConfig } from '../support/settings.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** Starts the whole app with one more room that does this when it is built. */
async function startWith(act: (ledger: Ledger) => void): Promise<void> {
  const { secrets, connections } = database;
  const app = await NestFactory.createApplicationContext(
    {
      module: class Planted {},
      imports: [AppModule.of({ config: testConfig(), secrets, connections })],
      providers: [{ provide: 'planted', inject: [Ledger], useFactory: (ledger: Ledger) => act(ledger) ?? null }],
    },
    { logger: false, abortOnError: false },
  );
  await app.close();
}

const consumer = (name: string, ...events: string[]) =>
  ({ name, lane: 'quick', events, handle: async () => undefined }) as unknown as Parameters<Ledger['subscribe']>[0];

describe('the app', () => {
  it('starts with a room that listens to what another one records', async () => {
    await startWith((ledger) => ledger.subscribe(consumer('planted.good', 'client.created', 'client.changed')));
  });

  it('does not start with a consumer of an event that nobody records', async () => {
    const start = startWith((ledger) => ledger.subscribe(consumer('planted.deaf', 'client.creatd')));
    await expect(start).rejects.toThrow('client.creatd');
  });

  it('does not start with an event that two rooms declare', async () => {
    await expect(startWith((ledger) => ledger.declare({ 'client.created': {} }))).rejects.toThrow(
      'client.created is declared twice',
    );
  });

  it('does not start with a consumer that takes one event twice', async () => {
    const start = startWith((ledger) => ledger.subscribe(consumer('planted.twice', 'client.seen', 'client.seen')));
    await expect(start).rejects.toThrow('planted.twice takes an event twice');
  });

  it('does not start with two consumers of one name', async () => {
    const start = startWith((ledger) => ledger.subscribe(consumer('debriefs.open', 'client.created')));
    await expect(start).rejects.toThrow('debriefs.open');
  });
});
