import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors.js';
import { sendProblem } from '../problems/problems.filter.js';
import { FairSlots } from './fair-slots.js';
import { shareOf } from './network.js';

/** A refusal comes within 100 ms; what waits longer would be answered too late anyway. */
const PATIENCE_MS = 80;
/** Longer than any transaction may last: a request that was cut off and never answered gives its place back then. */
const FORGOTTEN_MS = 30_000;

declare module 'fastify' {
  interface FastifyRequest {
    /** Gives the request's place back; does nothing the second time. */
    leave?: () => void;
  }
}

/**
 * Bounds the work in progress before anything is asked of the database, with a fair share for each organization. The
 * surplus is refused before it costs anything: no guard, no body.
 */
export class Admission {
  /** Names the organization behind an `Authorization` header that was verified before. Set by whoever verifies. */
  organizationOf: (authorization: string) => string | undefined = () => undefined;
  private readonly slots: FairSlots;
  private readonly log = new Logger('Admission');

  constructor(most: number) {
    this.slots = new FairSlots({ most, mostWaiting: most, patienceMs: PATIENCE_MS });
  }

  get counts(): { working: number; waiting: number } {
    return this.slots.counts;
  }

  /** Stands before every route but the health checks. A place is taken once the body is there, so that slow senders hold none. */
  guard(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (!isExempt(request) && this.slots.isFullFor(this.keyOf(request))) this.refuse(request, reply);
      else done();
    });
    fastify.addHook('preHandler', (request, reply, done) => {
      if (isExempt(request)) return done();
      const key = this.keyOf(request);
      const isAdmitted = this.slots.enter(key, (stopWaiting) => reply.raw.once('close', stopWaiting));
      if (isAdmitted === true) {
        this.admit(key, request, reply);
        return done();
      }
      void isAdmitted.then((isIn) => {
        if (isIn) {
          this.admit(key, request, reply);
          done();
        } else if (!reply.raw.destroyed) this.refuse(request, reply);
      });
    });
    // The work is done when the answer is there; a stream may still read from the database while it is sent. To a caller
    // who has hung up nothing is sent, and no event will say so.
    fastify.addHook('onSend', (request, reply, payload, done) => {
      if (!(payload instanceof Readable) || reply.raw.destroyed) request.leave?.();
      done(null, payload);
    });
  }

  private admit(key: string, request: FastifyRequest, reply: FastifyReply): void {
    let isIn = true;
    const leave = (): void => {
      if (!isIn) return;
      isIn = false;
      this.slots.leave(key);
    };
    request.leave = leave;
    reply.raw.once('close', () => {
      // Cut off by the caller while the work goes on: its place is free when the work is.
      if (reply.raw.writableEnded || reply.raw.headersSent) leave();
      else if (isIn) setTimeout(leave, FORGOTTEN_MS).unref();
    });
  }

  private keyOf(request: FastifyRequest): string {
    const { authorization } = request.headers;
    return (authorization && this.organizationOf(authorization)) || shareOf(request.ip);
  }

  private refuse(request: FastifyRequest, reply: FastifyReply): void {
    sendProblem(new AppError('unavailable', 'http.unavailable'), request, reply, this.log);
  }
}

/** These two alone, not whatever somebody writes behind their path. */
const HEALTH = ['/health/live', '/health/ready'];

export const isExempt = ({ url }: FastifyRequest): boolean => HEALTH.includes(url.split('?')[0] ?? '');
