import { setTimeout as sleep } from 'node:timers/promises';
import { isUnwritable } from '../database-errors.js';
import { type Statement, statement } from '../statement.js';
import { patient, run, type TenantSafePool } from './pool.js';

/** Whoever asks whether the service can serve has an answer by then. */
const LOOK_MS = 3000;
/** So long after a change that found no room the service is not ready. */
const UNWRITABLE_MS = 10_000;

const ANSWERS = statement('database.answers', 'select 1');

/** Whether the database answers and takes changes. */
export class Pulse {
  private look: Promise<boolean> | null = null;
  private unwritableUntil = 0;

  constructor(
    private readonly app: TenantSafePool,
    private readonly gate: TenantSafePool,
  ) {}

  /** Somebody's trip failed of this. A small change may still find room where others find none. */
  note(error: unknown): void {
    if (isUnwritable(error)) this.unwritableUntil = performance.now() + UNWRITABLE_MS;
  }

  /** True when the server answers both roles, soon, and takes a `change` that harms nobody. Those who ask at once share one look. */
  async isWell(change: Statement): Promise<boolean> {
    if (performance.now() < this.unwritableUntil) return false;
    this.look ??= this.takes(change).finally(() => {
      this.look = null;
    });
    return Promise.race([this.look, sleep(LOOK_MS, false, { ref: false })]);
  }

  private async takes(change: Statement): Promise<boolean> {
    const ask = async (pool: TenantSafePool, asked: Statement): Promise<void> => {
      const client = await pool.connect();
      // Nobody waits for more: a connection that is silent for so long is given up at once, and its neighbours with it.
      patient(client, LOOK_MS);
      await run(client, [{ statement: asked, values: [] }]).finally(() => client.release());
    };
    const looks = await Promise.allSettled([ask(this.app, ANSWERS), ask(this.gate, change)]);
    for (const look of looks) if (look.status === 'rejected') this.note(look.reason);
    return looks.every(({ status }) => status === 'fulfilled');
  }
}
