import 'reflect-metadata';
import type { ModuleMetadata } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { StaffRole } from '../../src/access/roles.js';
import { buildServer } from '../../src/app/server.js';
import { Accounts } from '../../src/features/identity/accounts.js';
import { hashPassword } from '../../src/features/identity/passwords.js';
import { SessionsService } from '../../src/features/identity/sessions/sessions.service.js';
import { newId } from '../../src/kernel/ids.js';
import { Clock } from '../../src/platform/clock/clock.js';
import type { Config } from '../../src/platform/config/config.js';
import { Database } from '../../src/platform/database/database.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import type { WriteTx } from '../../src/platform/database/tx.js';
import { PublicAddress } from '../../src/platform/http/public-address.js';
import { Deliveries } from '../../src/platform/ledger/deliveries.js';
import { DevelopmentMailbox, type ReceivedMail } from '../../src/platform/mail/development-mailbox.js';
import { Caller } from './caller.js';
import { type TestDatabase, testDatabase } from './database.js';
import { testConfig } from './settings.js';

export const PASSWORD = 'seven quiet herons at dawn';

/** A person of the cast, signed in. */
export interface Person extends Caller {
  readonly id: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly organizationId: string;
}

export interface World {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly database: TestDatabase;
  /** North: supervisor Sol, admin Nia, coaches Ana and Ben. South: coach Cai and admin Sid. Strangers are always in the room. */
  readonly sol: Person;
  readonly nia: Person;
  readonly ana: Person;
  readonly ben: Person;
  readonly cai: Person;
  readonly sid: Person;
  readonly nobody: Caller;
  /** A fresh session for everybody: a token is good for ten minutes, and some tests go on for longer. */
  signInAgain(): Promise<void>;
  /** Lets the worker handle everything that is due. */
  settle(): Promise<void>;
  mails(): readonly ReceivedMail[];
  /** Stops the clock of the rules at this instant; null lets it run again. */
  travelTo(instant: string | null): void;
  /** One query as superuser, behind all walls. */
  sql<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

const NORTH_ZONE = 'America/Los_Angeles';

/**
 * The whole app on a fresh database, listening, with the cast signed in. `annex`: a room more, for this test only.
 * `through`: a detour by which the app reaches the database, while `sql` goes straight there.
 */
export async function createWorld(
  overrides: Partial<Config> = {},
  annex?: ModuleMetadata,
  through?: { host: string; port: number },
): Promise<World> {
  const config = testConfig(overrides);
  const database = await testDatabase(config);
  const { secrets } = database;
  const { owner, app: ofApp, gate } = database.connections;
  const connections = { owner, app: { ...ofApp, ...through }, gate: { ...gate, ...through } };
  const app = await buildServer({ config, secrets, connections, migrated: [], stop: async () => {} }, annex);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  app.get(PublicAddress).port = port;
  const url = `http://127.0.0.1:${port}`;
  const sql = <Row>(text: string, values: unknown[] = []): Promise<Row[]> =>
    withClient(database.admin, async (client) => (await client.query(text, values)).rows as Row[]);

  const passwordHash = await hashPassword(PASSWORD);
  const organization = async (name: string, timeZone: string): Promise<string> => {
    const id = newId();
    await sql('insert into organizations (id, name, time_zone, locale) values ($1, $2, $3, $4)', [
      id,
      name,
      timeZone,
      'en',
    ]);
    return id;
  };
  const session = async (tx: WriteTx, id: string, role: StaffRole): Promise<{ authorization: string }> => {
    const { accessToken } = await app.get(SessionsService).startSession(tx, id, role);
    return { authorization: `Bearer ${accessToken}` };
  };
  const person = (organizationId: string, name: string, role: StaffRole): Promise<Person> =>
    app.get(Database).asSystem(organizationId, 'cast of a test', async (tx) => {
      const email = `${name.toLowerCase()}@${organizationId === north ? 'north' : 'south'}.example`;
      const id = await app.get(Accounts).insert(tx, { email, name, role, passwordHash });
      const caller = new Caller(url, await session(tx, id, role));
      return Object.assign(caller, { id, email, role, organizationId });
    });
  const north = await organization('North', NORTH_ZONE);
  const south = await organization('South', 'America/New_York');
  const clock = app.get(Clock);
  const running = clock.now.bind(clock);

  const cast = {
    sol: await person(north, 'Sol', 'supervisor'),
    nia: await person(north, 'Nia', 'admin'),
    ana: await person(north, 'Ana', 'coach'),
    ben: await person(north, 'Ben', 'coach'),
    cai: await person(south, 'Cai', 'coach'),
    sid: await person(south, 'Sid', 'admin'),
  };
  return {
    app,
    url,
    database,
    ...cast,
    signInAgain: async () => {
      for (const one of Object.values(cast)) {
        one.carry(
          await app.get(Database).asSystem(one.organizationId, 'cast of a test', (tx) => session(tx, one.id, one.role)),
        );
      }
    },
    nobody: new Caller(url),
    settle: async () => void (await app.get(Deliveries).drain()),
    mails: () => app.get(DevelopmentMailbox).received(),
    travelTo: (instant) => {
      clock.now = instant === null ? running : () => new Date(instant);
    },
    sql,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
