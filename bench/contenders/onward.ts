import 'reflect-metadata';
import type { ClientConfig } from 'pg';
import type { StaffRole } from '../../src/access/roles.js';
import { buildServer } from '../../src/app/server.js';
import { newId } from '../../src/kernel/ids.js';
import { AccessTokens } from '../../src/platform/auth/access-tokens.js';
import { Secrets } from '../../src/platform/config/secrets.js';
import { connectionsOf, embeddedOwner } from '../../src/platform/database/setup/connections.js';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { Jobs, type TimedJob } from '../../src/platform/jobs/jobs.js';
import { TEST_SECRET, testConfig } from '../../test/support/settings.js';
import { ADMIN, BUSY_COACH, COACH, ORGANIZATION, OTHER_COACH, OTHER_ORGANIZATION, SUPERVISOR } from '../data.js';
import { type Trip, takeTrips, watchWire } from '../recording/wire.js';

/**
 * Onward as it is, on the benchmark's database: everything on, limits per person off so that the load may pass. With
 * `isWatched` it tells what it asked the database, instead of being measured.
 */
const { admin, isWatched } = JSON.parse(process.argv[2] ?? '{}') as { admin: ClientConfig; isWatched: boolean };
if (isWatched) watchWire();
const secrets = new Secrets(TEST_SECRET);
const config = testConfig({ databaseConnections: 32, limitsRequests: false });
const connections = connectionsOf(admin, embeddedOwner(admin, admin.database ?? ''), config, secrets);
const app = await buildServer({ config, secrets, connections, migrated: [], stop: async () => {} });

async function token(organizationId: string, userId: string, role: StaffRole): Promise<string> {
  const sid = newId();
  const session = `insert into sessions (organization_id, id, made_by, subject_id, purpose, expires_at)
    values ($1, $2, $3, $3, 'sign_in', now() + interval '1 day')`;
  await withClient(admin, (client) => client.query(session, [organizationId, sid, userId]));
  return app.get(AccessTokens).sign({ sub: userId, org: organizationId, sid, role });
}

/** Runs every timed job once; what each of them asked. */
async function timedJobs(): Promise<Record<string, Trip[]>> {
  const { jobs } = app.get(Jobs) as unknown as { jobs: ReadonlyMap<string, TimedJob> };
  const asked: Record<string, Trip[]> = {};
  for (const job of jobs.values()) {
    takeTrips();
    await job.run();
    asked[job.name] = takeTrips();
  }
  return asked;
}

await app.listen(0, '127.0.0.1');
process.on('message', async (question) => process.send?.(question === 'timed jobs' ? await timedJobs() : takeTrips()));
process.send?.({
  port: (app.getHttpServer().address() as { port: number }).port,
  coach: await token(ORGANIZATION, COACH, 'coach'),
  'busy coach': await token(ORGANIZATION, BUSY_COACH, 'coach'),
  supervisor: await token(ORGANIZATION, SUPERVISOR, 'supervisor'),
  admin: await token(ORGANIZATION, ADMIN, 'admin'),
  stranger: await token(OTHER_ORGANIZATION, OTHER_COACH, 'coach'),
});
process.once('disconnect', () => process.exit());
