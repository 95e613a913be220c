import 'reflect-metadata';
import { buildServer } from '../src/app/server.js';
import { newId } from '../src/kernel/ids.js';
import { AccessTokens } from '../src/platform/auth/access-tokens.js';
import { Secrets } from '../src/platform/config/secrets.js';
import { connectionsOf, embeddedOwner } from '../src/platform/database/setup/connections.js';
import { withClient } from '../src/platform/database/setup/prepare.js';
import { TEST_SECRET, testConfig } from '../test/support/settings.js';
import { COACH, ORGANIZATION, SUPERVISOR } from './data.js';

/** Onward as it is, on the benchmark's database: everything on, limits raised so that the load may pass. */
const admin = JSON.parse(process.argv[2] ?? '{}');
const secrets = new Secrets(TEST_SECRET);
const config = testConfig({ databaseConnections: 32, limitsRequests: false });
const connections = connectionsOf(admin, embeddedOwner(admin, admin.database), config, secrets);
const app = await buildServer({ config, secrets, connections, migrated: [], stop: async () => {} });
const token = async (userId: string, role: 'coach' | 'supervisor'): Promise<string> => {
  const sid = newId();
  await withClient(admin, (client) =>
    client.query(
      `insert into sessions (organization_id, id, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')`,
      [ORGANIZATION, sid, userId],
    ),
  );
  return app.get(AccessTokens).sign({ sub: userId, org: ORGANIZATION, sid, role });
};
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as { port: number };
process.send?.({ port, coach: await token(COACH, 'coach'), supervisor: await token(SUPERVISOR, 'supervisor') });
process.on('SIGINT', () => process.exit(0));
