import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError, type ErrorKind, type FieldError, notFound } from '../../kernel/errors.js';
import { words } from '../content/content.js';
import { localeFromHeader } from '../content/locales.js';
import { asAppError } from '../database/database-errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set on routes that are pages for people: writes the error as a page, also for a body that cannot be parsed. */
    errorPage?: (
      problem: { readonly code: string; readonly status: number },
      request: FastifyRequest,
      reply: FastifyReply,
    ) => void;
  }
}

const statusOf: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  'unsupported-type': 415,
  refused: 422,
  'version-required': 428,
  'too-many': 429,
  unavailable: 503,
};

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
export const known = (error: unknown): AppError | null => {
  const mapped = asAppError(error);
  return mapped instanceof AppError ? mapped : fromFramework(error);
};

/** Writes every error as `application/problem+json` (RFC 9457), in plain words of the caller's language. */
@Catch()
export class ProblemsFilter implements ExceptionFilter {
  private readonly log = new Logger(ProblemsFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.log);
  }
}

/** The same for errors that happen before Nest is asked (a body that cannot be parsed). */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
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
  if (problem?.kind === 'unavailable') reply.header('Retry-After', '2');
  // A request that reached no route has no such settings, whatever the types say.
  const errorPage = (request.routeOptions.config as typeof request.routeOptions.config | undefined)?.errorPage;
  if (errorPage) {
    errorPage({ code, status }, request, reply);
    return;
  }
  const text = words(localeFromHeader(request.headers['accept-language']));
  const detailOf = (of: string, parameters = {}): string =>
    text.has(`errors.${of}`) ? text.text(`errors.${of}`, parameters) : text.text('errors.http.invalid-field');
  // The schemas' own sentences are English; in another language our general one is better.
  const isForeign = (field: FieldError): boolean => field.code === 'http.invalid-field' && text.locale !== 'en';
  const detailOfField = (field: FieldError): string =>
    (isForeign(field) ? undefined : field.detail) ?? detailOf(field.code);
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  reply
    .status(status)
    .header('Content-Type', 'application/problem+json; charset=utf-8')
    .send(
      JSON.stringify({
        type: `urn:onward:problem:${code}`,
        title: STATUS_CODES[status] ?? 'Error',
        status,
        code,
        detail: detailOf(code, problem?.parameters),
        requestId: request.id,
        ...(problem && problem.fields.length > 0
          ? {
              errors: problem.fields.map((field) => ({
                pointer: field.pointer,
                code: field.code,
                detail: detailOfField(field),
              })),
            }
          : {}),
      }),
    );
}
