import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, notFound } from '../../../kernel/errors.js';
import { localeFromHeader } from '../../content/locales.js';
import { asAppError } from '../../database/database-errors.js';
import { DoneBefore } from '../../database/wire/repeats.js';
import { speaks } from '../headers.js';
import { TooManyRequests, tellLimit } from '../limits.js';
import { answerAgain } from '../repeats/answer-again.js';
import { type ProblemAddress, problemText, statusOf } from './problem.js';

declare module 'fastify' {
  interface FastifyInstance {
    problemAddress: ProblemAddress;
  }
}

/** Errors of Fastify, told apart by its codes, and of Nest's router. */
function fromFramework(error: unknown): AppError | null {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('too-large', 'http.body-too-large');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new AppError('unsupported-type', 'http.unsupported-type');
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (status === 404) return notFound();
  if (status === 413) return new AppError('too-large', 'http.body-too-large');
  if (status === 415) return new AppError('unsupported-type', 'http.unsupported-type');
  if (status !== undefined && status >= 400 && status < 500) return new AppError('malformed', 'http.malformed');
  return null;
}

/** The error as an `AppError`, or null when it is a fault of ours. */
const known = (error: unknown): AppError | null => {
  const mapped = asAppError(error);
  return mapped instanceof AppError ? mapped : fromFramework(error);
};

/** Writes every error as `application/problem+json` (RFC 9457), in plain words of the caller's language. */
@Catch()
export class ProblemsFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemsFilter.name);

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (!(error instanceof DoneBefore)) return sendProblem(error, request, reply, this.log);
    try {
      await answerAgain(request, reply, error.effect);
    } catch (failure) {
      sendProblem(failure, request, reply, this.log);
    }
  }
}

/** The same for errors that happen before Nest is asked (a body that cannot be parsed). */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  // A request that reached no route has no such settings, whatever the types say; then its address tells.
  const errorPage =
    (request.routeOptions.config as typeof request.routeOptions.config | undefined)?.errorPage ??
    request.server.strayPages?.find(request);
  const { problem, code, status } = tell(error, request, reply, log);
  const limit = problem instanceof TooManyRequests ? problem.limit.name : null;
  const { parameters = {}, fields = [] } = problem ?? {};
  if (errorPage) errorPage({ code, status, parameters, fields, limit }, request, reply);
  else reply.send(asProblem({ problem, code, status }, request, reply));
}

/** The problem as text, for an answer that is under way already; its status and headers are set. */
export function writeProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): string {
  return asProblem(tell(error, request, reply, log), request, reply);
}

interface Told {
  readonly problem: AppError | null;
  readonly code: string;
  readonly status: number;
}

/** What goes wrong in our own house is logged; headers that belong to the error, page or not, are set. */
function tell(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): Told {
  const problem = known(error);
  if (!problem) {
    // Name and place only: messages of libraries may hold data.
    const place = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 4).join(' ') : '';
    log.error(
      `request ${request.id} failed: ${(error as Error)?.name ?? 'unknown'} ${(error as { code?: string })?.code ?? ''}${place}`,
    );
  }
  const code = problem?.code ?? 'http.unexpected';
  const status = problem ? statusOf[problem.kind] : 500;
  if (problem?.kind === 'too-many') reply.header('Retry-After', String(problem.parameters.seconds ?? 60));
  if (problem instanceof TooManyRequests) tellLimit(reply, { ...problem, remaining: 0 });
  if (problem?.kind === 'unavailable') reply.header('Retry-After', '2');
  return { problem, code, status };
}

function asProblem({ problem, code, status }: Told, request: FastifyRequest, reply: FastifyReply): string {
  const locale = localeFromHeader(request.headers['accept-language']);
  speaks(reply, locale);
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  reply.status(status).header('Content-Type', 'application/problem+json; charset=utf-8');
  const address = request.server.problemAddress;
  return problemText({ status, code, error: problem, requestId: request.id, locale, address });
}
