import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '../../kernel/errors.js';
import { Database } from '../database/database.js';
import { statement } from '../database/statement.js';
import type { WriteTx } from '../database/tx.js';
import { type Consumer, Ledger, type LedgerLine } from './ledger.js';

const DUE = statement(
  'deliveries.due',
  `select organization_id, line_id, consumer from deliveries
    where state = 'pending' and next_at <= now() order by next_at limit 20`,
);

const CLAIM = statement(
  'deliveries.claim',
  `select l.* from deliveries d
     join ledger_lines l on l.organization_id = d.organization_id and l.id = d.line_id
    where d.organization_id = $1 and d.line_id = $2 and d.consumer = $3 and d.state = 'pending' and d.next_at <= now()
      for update of d skip locked`,
);

const DONE = statement(
  'deliveries.done',
  `update deliveries set state = 'done', done_at = now(), attempts = attempts + 1
    where organization_id = $1 and line_id = $2 and consumer = $3`,
);

const POSTPONE = statement(
  'deliveries.postpone',
  'update deliveries set next_at = $4 where organization_id = $1 and line_id = $2 and consumer = $3',
);

/** Backoff 1 s, 4 s, 16 s … up to an hour; after the last try the delivery is parked and counted, never dropped. */
const FAILED = statement(
  'deliveries.failed',
  `update deliveries
      set attempts = attempts + 1, last_error = $4,
          state = case when attempts + 1 >= $5 then 'parked' else 'pending' end,
          next_at = now() + least(interval '1 hour', interval '1 second' * power(4, attempts))
    where organization_id = $1 and line_id = $2 and consumer = $3 and state = 'pending'`,
);

const COUNT = statement(
  'deliveries.count',
  `select count(*) filter (where state = 'pending')::int as pending, count(*) filter (where state = 'parked')::int as parked
     from deliveries where state <> 'done'`,
);

const WAITING = statement(
  'deliveries.waiting',
  `select count(*)::int as waiting from deliveries where organization_id = $1 and state = 'pending'`,
);

interface Due {
  organization_id: string;
  line_id: string;
  consumer: string;
}

const TRIES = 8;
const POLL_EVERY_MS = 250;

/**
 * Carries ledger lines to their consumers. Any number of workers may run: each line is claimed by its row lock, and the
 * consumer's changes commit together with the mark "done", so a worker killed half-way leaves nothing behind.
 */
@Injectable()
export class Deliveries {
  private readonly log = new Logger(Deliveries.name);
  private running: Promise<void> | null = null;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  start(): void {
    this.stopping = false;
    this.running ??= this.loop();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
    this.running = null;
  }

  /** Handles everything that is due now, and what that causes; answers how many lines were handled. */
  async drain(): Promise<number> {
    let handled = 0;
    for (;;) {
      const due = await this.database.acrossOrganizations('find due deliveries', (tx) =>
        tx.rows<Due & Record<string, unknown>>(DUE, []),
      );
      let progress = 0;
      for (const delivery of due) if (await this.deliver(delivery)) progress += 1;
      handled += progress;
      if (progress === 0) return handled;
    }
  }

  /** Lines that wait, and lines that were given up and need a person. */
  async count(): Promise<{ pending: number; parked: number }> {
    const row = await this.database.acrossOrganizations('count deliveries', (tx) =>
      tx.row<{ pending: number; parked: number }>(COUNT, []),
    );
    return row ?? { pending: 0, parked: 0 };
  }

  /** Lines of one organization that wait. */
  async waiting(organizationId: string): Promise<number> {
    const row = await this.database.acrossOrganizations('look after a new organization', (tx) =>
      tx.row<{ waiting: number }>(WAITING, [organizationId]),
    );
    return row?.waiting ?? 0;
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.drain();
      } catch (error) {
        // The database is away: deliveries wait there, nothing is lost. Only the kind of error is logged.
        this.log.warn(`deliveries wait: ${error instanceof AppError ? error.code : 'unexpected error'}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
    }
  }

  private async deliver(due: Due): Promise<boolean> {
    const consumer = this.ledger.consumers.get(due.consumer);
    // Written by a newer release for a consumer this one does not have: left for the process that has it.
    if (!consumer) return false;
    const key = [due.organization_id, due.line_id, due.consumer];
    try {
      return await this.database.asSystem(due.organization_id, `deliver to ${due.consumer}`, (tx) =>
        handOver(tx, consumer, key),
      );
    } catch (error) {
      await this.database.asSystem(due.organization_id, 'note a failed delivery', (tx) =>
        tx.run(FAILED, [...key, nameOf(error), TRIES]),
      );
      this.log.warn(`${due.consumer} failed on line ${due.line_id}: ${nameOf(error)}`);
      return false;
    }
  }
}

async function handOver(tx: WriteTx, consumer: Consumer, key: readonly string[]): Promise<boolean> {
  const line = await tx.row<LedgerLine & Record<string, unknown>>(CLAIM, key);
  if (!line) return false;
  const notBefore = await consumer.handle(tx, line);
  if (notBefore) await tx.run(POSTPONE, [...key, notBefore.toISOString()]);
  else await tx.run(DONE, key);
  return true;
}

/** The kind of an error without its message, which may hold data. */
const nameOf = (error: unknown): string =>
  error instanceof AppError
    ? error.code
    : String((error as { code?: unknown }).code ?? (error as Error).name ?? 'unknown');
