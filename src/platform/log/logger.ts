import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { type Logger as Pino, pino } from 'pino';
import type { Config } from '../config/config.js';

/** Where Nest tells at each start what it puts together. */
const framework = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestApplication']);

/** One JSON line per event on standard output. Only listed fields are ever written: no bodies, queries, names or addresses. */
export class Log implements LoggerService {
  private readonly pino: Pino;

  constructor(level: Config['logLevel']) {
    this.pino = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  }

  log(message: unknown, context?: unknown): void {
    const level = framework.has(String(context)) ? 'debug' : 'info';
    this.pino[level]({ context }, String(message));
  }

  warn(message: unknown, context?: unknown): void {
    this.pino.warn({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.pino.error({ context: rest.at(-1) }, String(message));
  }

  debug(message: unknown, context?: unknown): void {
    this.pino.debug({ context }, String(message));
  }

  /** Writes one line per request: the route's template, never the URL. */
  requests(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', async (request, reply) => {
      this.pino.info({
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        organization: request.actor?.organizationId,
        user: request.actor?.kind === 'staff' ? request.actor.userId : undefined,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      });
    });
  }
}
