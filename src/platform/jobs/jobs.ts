import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { ClientConfig, PoolConfig } from 'pg';
import { getConstructionPlans, PgBoss } from 'pg-boss';
import { jobConnections } from '../database/setup/connections.js';
import { withClient } from '../database/setup/prepare.js';
import { APP_ROLE, GATE_ROLE } from '../database/setup/roles.js';
import { lively } from '../database/wire/watched-client.js';

const SCHEMA = 'pgboss';

/** Work that the clock starts: sweeps and retention. `cron` in UTC. */
export interface TimedJob {
  readonly name: string;
  readonly cron: string;
  run(): Promise<void>;
}

/** What the schema was made for: pg-boss's plan of it and our queues. Written on the schema, so that a start sees it is done. */
const markOf = (names: readonly string[]): string =>
  createHash('sha256')
    .update(`${getConstructionPlans(SCHEMA)}${names.join()}`)
    .digest('hex');

/** pg-boss's own tables, made by the owner; the gate role may use them and not change them. */
export async function prepareJobs(owner: ClientConfig, names: readonly string[]): Promise<void> {
  const mark = markOf(names);
  await withClient(owner, async (client) => {
    const made = await client.query(`select from pg_namespace n where nspname = $1 and obj_description(n.oid) = $2`, [
      SCHEMA,
      mark,
    ]);
    if (made.rowCount === 1) return;
    const boss = new PgBoss({
      ...(owner as object),
      ...(lively as object),
      schema: SCHEMA,
      supervise: false,
      schedule: false,
    });
    boss.on('error', () => {});
    await boss.start();
    for (const name of names) await boss.createQueue(name, { policy: 'short', retryLimit: 3, retryBackoff: true });
    await boss.stop({ graceful: false });
    await client.query(`grant usage on schema ${SCHEMA} to ${GATE_ROLE}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${SCHEMA} to ${GATE_ROLE}`);
    await client.query(`grant usage, select on all sequences in schema ${SCHEMA} to ${GATE_ROLE}`);
    await client.query(`revoke all on schema ${SCHEMA} from ${APP_ROLE}`);
    await client.query(`comment on schema ${SCHEMA} is '${mark}'`);
  });
}

/** Runs the timed jobs, each once over all replicas, on pg-boss in the same database. */
@Injectable()
export class Jobs {
  private readonly log = new Logger(Jobs.name);
  private readonly jobs = new Map<string, TimedJob>();
  private boss: PgBoss | null = null;

  add(job: TimedJob): void {
    if (this.jobs.has(job.name)) throw new Error(`Two jobs are named ${job.name}`);
    this.jobs.set(job.name, job);
  }

  async start(gate: PoolConfig): Promise<void> {
    const boss = new PgBoss({
      ...(gate as object),
      max: jobConnections,
      schema: SCHEMA,
      migrate: false,
      createSchema: false,
    });
    boss.on('error', (error) => this.log.warn(`jobs wait: ${(error as { code?: string }).code ?? error.name}`));
    this.boss = boss;
    try {
      await boss.start();
      for (const job of this.jobs.values()) {
        await boss.schedule(job.name, job.cron);
        await boss.work(job.name, { pollingIntervalSeconds: 10 }, () => job.run());
      }
    } catch (error) {
      // Whoever starts it again starts another one.
      await this.stop().catch(() => undefined);
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.boss?.stop({ graceful: true, timeout: 5000 });
    this.boss = null;
  }
}
