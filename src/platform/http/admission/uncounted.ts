import { Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Limits, limits, TooManyRequests, tellLimit } from '../limits.js';
import { writeProblem } from '../problems/problems.filter.js';
import { isExempt } from './admission.js';

/**
 * Counts what no guard has counted when it is answered: addresses and methods that are not there, bodies that cannot be
 * read, the pages of the document. Their network pays, and beyond its limit the answer is 429.
 */
@Injectable()
export class Uncounted implements OnModuleInit {
  private readonly log = new Logger('Http');

  constructor(
    private readonly limits: Limits,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    // A command has the rooms, but serves nobody.
    if (!this.host.httpAdapter) return;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onSend', async (request, reply, payload) =>
      isCounted(request, reply) ? payload : this.count(request, reply, payload),
    );
  }

  private async count(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    try {
      tellLimit(reply, await this.limits.take(limits.perNetwork, request.ip));
      return payload;
    } catch (error) {
      // A database that is away changes nothing about an answer that needed none.
      if (!(error instanceof TooManyRequests)) return payload;
      if (payload instanceof Readable) payload.destroy();
      return writeProblem(error, request, reply, this.log);
    }
  }
}

/** Also what is never counted: health, which tells the truth when all is full, and what was refused because all is full. */
const isCounted = (request: FastifyRequest, reply: FastifyReply): boolean =>
  reply.hasHeader('RateLimit') || reply.statusCode === 503 || isExempt(request);
