import type { INestApplicationContext } from '@nestjs/common';
import type { PoolConfig } from 'pg';
import { Jobs } from '../platform/jobs/jobs.js';
import { Deliveries } from '../platform/ledger/deliveries.js';

/** Starts what happens after the commit: deliveries of the ledger and timed jobs. */
export async function startWorker(app: INestApplicationContext, gate: PoolConfig): Promise<void> {
  app.get(Deliveries).start();
  await app.get(Jobs).start(gate);
}

export async function stopWorker(app: INestApplicationContext): Promise<void> {
  await app.get(Deliveries).stop();
  await app.get(Jobs).stop();
}
