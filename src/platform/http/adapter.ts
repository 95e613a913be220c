import type { IncomingMessage } from 'node:http';
import { Logger } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../kernel/ids.js';
import type { Config } from '../config/config.js';
import type { Admission } from './admission/admission.js';
import { answerThroughSchemas } from './answers.js';
import { MOST_BYTES, parsers } from './bodies/parsers.js';
import { knownEtag } from './etag.js';
import { givenRequestId, setHeaders } from './headers.js';
import { answersMethods, refusesMethods } from './methods.js';
import { plugins } from './plugins.js';
import { answerBrokenRequest, refusesHalfRequests } from './problems/broken-requests.js';
import { sendProblem } from './problems/problems.filter.js';

/** How long one request may take to arrive in full, and how often that is looked at. Ms. */
const PATIENCE = { request: 30_000, check: 5_000 };

/** Fastify as Nest's HTTP server, with the body guard, the request id and the headers that every answer carries. */
export function httpAdapter(config: Config, admission: Admission, patience = PATIENCE): FastifyAdapter {
  const log = new Logger('Http');
  let { port } = config;
  const problemAddress = (code: string): string => `${config.publicUrl ?? `http://localhost:${port}`}/problems/${code}`;
  const adapter = new FastifyAdapter({
    bodyLimit: MOST_BYTES.json,
    trustProxy: (_address, hop) => hop <= config.trustedProxies - 1,
    genReqId: (request: IncomingMessage) => givenRequestId(request.headers['x-request-id']) ?? newId(),
    requestIdHeader: false,
    logger: false,
    forceCloseConnections: 'idle',
    requestTimeout: patience.request,
    // Without `Host` Node would answer by itself, with an empty 400.
    http: {
      headersTimeout: patience.request,
      connectionsCheckingInterval: patience.check,
      requireHostHeader: false,
    },
    clientErrorHandler: answerBrokenRequest(problemAddress),
    // What never reaches a route: a URL that cannot be decoded. No hook runs for it, and it gets the same headers.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      setHeaders(request, reply, config);
      sendProblem(error, request, reply, log);
    },
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 200 },
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  fastify.decorate('problemAddress', problemAddress);
  // The setting may leave the port open.
  fastify.addHook('onListen', async () => {
    const address = fastify.server.address();
    if (address && typeof address === 'object') port = address.port;
  });
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply): void =>
    sendProblem(error, request, reply, log);
  answersMethods(fastify, refuse);
  plugins(fastify, config);
  // Behind CORS, so that a script of another origin can read these refusals too.
  fastify.after(() => {
    refusesHalfRequests(fastify, refuse);
    refusesMethods(fastify, refuse);
    admission.guard(fastify);
  });
  answerThroughSchemas(fastify);
  parsers(fastify);
  fastify.addHook('onSend', async (request, reply, payload) => {
    setHeaders(request, reply, config);
    const known = knownEtag(request, reply);
    if (known === null) return payload;
    reply.status(304).header('ETag', known).removeHeader('Content-Type');
    // For HEAD Fastify drops the body itself, after it has told its length.
    return request.method === 'HEAD' ? payload : null;
  });
  return adapter;
}
