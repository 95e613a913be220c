import { Logger } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Config } from '../config/config.js';
import type { Admission } from './admission/admission.js';
import { answerThroughSchemas } from './answers.js';
import { answerBrokenRequest } from './broken-requests.js';
import { parseJson } from './json-guard.js';
import { sendProblem } from './problems.filter.js';

const BODY_LIMIT = 512 * 1024;
/** Only pages for people take form posts; the web API takes JSON. */
const FORM_PATHS = /^\/(?:d\/|join(?:$|\?))/;
/** How long one request may take to arrive in full, and how often that is looked at. Ms. */
const PATIENCE = { request: 30_000, check: 5_000 };

/** Fastify as Nest's HTTP server, with the body guard, the request id and the headers that every answer carries. */
export function httpAdapter(config: Config, admission: Admission, patience = PATIENCE): FastifyAdapter {
  const log = new Logger('Http');
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    trustProxy: (_address, hop) => hop <= config.trustedProxies - 1,
    genReqId: () => newId(),
    requestIdHeader: false,
    logger: false,
    forceCloseConnections: 'idle',
    requestTimeout: patience.request,
    http: { headersTimeout: patience.request, connectionsCheckingInterval: patience.check },
    clientErrorHandler: answerBrokenRequest,
    // What never reaches a route: a URL that cannot be decoded. No hook runs for it, and it gets the same headers.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setHeaders(request, reply, config);
      sendProblem(error, request, reply, log);
    },
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  admission.guard(fastify);
  answerThroughSchemas(fastify);
  parsers(fastify);
  fastify.addHook('onSend', async (request, reply) => setHeaders(request, reply, config));
  return adapter;
}

function parsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => {
    if (body.length === 0) return undefined;
    return parseJson(utf8(body));
  });
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (!FORM_PATHS.test(request.url)) throw new AppError('unsupported-type', 'http.unsupported-type');
      return formFields(new URLSearchParams(utf8(body)));
    },
  );
}

/** Fields by name; one that was sent several times (boxes to tick) is a list. */
function formFields(form: URLSearchParams): Record<string, string | string[]> {
  const names = new Set(form.keys());
  return Object.fromEntries(
    [...names].map((name) => {
      const values = form.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new AppError('malformed', 'http.malformed-json');
  }
}

function setHeaders(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  reply.header('X-Request-Id', request.id);
  reply.header('X-Content-Type-Options', 'nosniff');
  reply.header('Referrer-Policy', 'no-referrer');
  reply.header('X-Frame-Options', 'DENY');
  if (!reply.hasHeader('Cache-Control')) reply.header('Cache-Control', 'no-store');
  if (!reply.hasHeader('Content-Security-Policy')) {
    reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
  if (config.isProduction) reply.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}
