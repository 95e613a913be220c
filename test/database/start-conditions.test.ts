import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Installation, install } from '../../src/app/start/installation.js';
import { untilThere } from '../../src/app/start/patience.js';
import { prepareDatabase } from '../../src/app/start/preparation.js';
import { roomForConnections } from '../../src/app/start/room-for-connections.js';
import { StartError } from '../../src/platform/config/start-error.js';
import { connectionsNeeded } from '../../src/platform/database/setup/connections.js';
import { alone, withClient } from '../../src/platform/database/setup/prepare.js';
import { dataFolder } from '../support/service.js';
import { testConfig } from '../support/settings.js';

const folder = dataFolder();
const config = testConfig({ dataDir: join(folder, 'data') });
let installation: Installation;
const sql = (text: string): Promise<unknown> =>
  withClient({ ...installation.connections.gate, user: 'postgres' }, (client) => client.query(text));

beforeAll(async () => {
  installation = await install(config, 'command', prepareDatabase);
});
afterAll(async () => {
  await installation?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a program that is older than the database’s schema', () => {
  it('does not start, says that a newer release was here, and changes nothing', async () => {
    await sql(`insert into schema_migrations (timestamp, name) values (9999, 'Later9999000000000')`);
    const refusal = install(config, 'service', prepareDatabase);
    await expect(refusal).rejects.toThrow(StartError);
    await expect(refusal).rejects.toThrow(/newer release of Onward has changed this database \(Later9999000000000\)/);
    await sql(`delete from schema_migrations where name = 'Later9999000000000'`);
    await (await install(config, 'command', prepareDatabase)).stop();
  });
});

describe('the connections that a process may open', () => {
  it('are told at its start against what the server gives, with a warning when they may not suffice', async () => {
    const room = await roomForConnections(config, installation.connections.gate);
    expect(room.sentence).toMatch(/^This process may open 19 connections to the database; \d+ of the \d+ that/);
    const server = Number(/of the (\d+)/.exec(room.sentence)?.[1]);
    expect(room.isTight).toBe(false);
    const most = { ...config, databaseConnections: Math.floor(((server - 4) * 4) / 5) };
    const used = Number(/; (\d+) of/.exec(room.sentence)?.[1]);
    const tight = await roomForConnections(most, installation.connections.gate);
    expect(tight.isTight).toBe(connectionsNeeded(most) + used > server);
  });

  it('are refused when the server could never give them', async () => {
    const greedy = roomForConnections({ ...config, databaseConnections: 200 }, installation.connections.gate);
    await expect(greedy).rejects.toThrow(StartError);
    await expect(greedy).rejects.toThrow(/may open 254 connections, and the server gives \d+ to all/);
  });
});

describe('who waits for its turn to prepare the database', () => {
  it('gets it when the other is done, and stops when told', async () => {
    const { gate } = installation.connections;
    const order: string[] = [];
    const first = alone(gate, 'prepare', async () => {
      await sleep(600);
      order.push('first');
    });
    await sleep(100);
    const stop = new AbortController();
    const second = alone(gate, 'prepare', async () => void order.push('second'));
    const third = alone(gate, 'prepare', async () => void order.push('third'), stop.signal);
    stop.abort();
    await expect(third).rejects.toThrow();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });
});

describe('a start whose database is away', () => {
  const never = new AbortController().signal;
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

  it('tries again until it is there', async () => {
    let tries = 0;
    const attempt = async (): Promise<number> => {
      tries += 1;
      if (tries < 3) throw refused;
      return tries;
    };
    expect(await untilThere('The embedded database', never, attempt)).toBe(3);
  });

  it('does not try again what waiting does not mend, and stops trying when told', async () => {
    const wrong = Object.assign(new Error('password'), { code: '28P01' });
    await expect(untilThere('DATABASE_URL', never, () => Promise.reject(wrong))).rejects.toBe(wrong);
    const stop = new AbortController();
    const trying = untilThere('DATABASE_URL', stop.signal, () => Promise.reject(refused));
    stop.abort();
    await expect(trying).rejects.toThrow('aborted');
  });
});
