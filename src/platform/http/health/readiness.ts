import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Database } from '../../database/database.js';
import { statement } from '../../database/statement.js';
import { Deliveries } from '../../ledger/deliveries.js';

/** One small row, which the sweep of old counters takes away when nobody asks any more. */
const TAKES_CHANGE = statement(
  'http.takes-change',
  `insert into request_counters (bucket, window_ends_at, used) values ('readiness', now() + interval '1 hour', 1)
   on conflict (bucket) do update set window_ends_at = excluded.window_ends_at`,
);

/** Whether requests should come here: everything has started, nothing is stopping, and what they need is there. */
@Injectable()
export class Readiness implements OnModuleInit {
  /** Until all is up, also what this process does after requests. */
  isStarting = false;
  /** New requests should go elsewhere: also those of callers who keep their connection. */
  isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly deliveries: Deliveries,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    // A command has the rooms, but serves nobody.
    this.host.httpAdapter?.getInstance<FastifyInstance>().addHook('onSend', async (_request, reply, payload) => {
      if (this.isStopping) reply.header('Connection', 'close');
      return payload;
    });
  }

  async isReady(): Promise<boolean> {
    if (this.isStarting || this.isStopping || !this.deliveries.isTurning) return false;
    return this.database.isWell(TAKES_CHANGE);
  }
}
