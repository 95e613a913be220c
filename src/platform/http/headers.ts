import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';

const REQUEST_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The id that the caller gave its request, when it is a UUID. */
export function givenRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header.toLowerCase() : null;
}

/** Adds names to `Vary`, each once. */
function vary(reply: FastifyReply, ...names: string[]): void {
  const there = String(reply.getHeader('Vary') ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const has = (name: string): boolean => there.some((one) => one.toLowerCase() === name.toLowerCase());
  reply.header('Vary', [...there, ...names.filter((name) => !has(name))].join(', '));
}

/** Says in which language the answer is, and that it would be in another one for another reader. */
export function speaks(reply: FastifyReply, language: string): void {
  reply.header('Content-Language', language);
  vary(reply, 'Accept-Language');
}

/** The headers that every answer carries. */
export function setHeaders(request: FastifyRequest, reply: FastifyReply, config: Config): void {
  reply.header('X-Request-Id', request.id);
  reply.header('X-Content-Type-Options', 'nosniff');
  reply.header('Referrer-Policy', 'no-referrer');
  reply.header('X-Frame-Options', 'DENY');
  const isPage = String(reply.getHeader('Content-Type') ?? '').startsWith('text/html');
  // The answer to a form is this browser's alone; that its cookies change must not take away what "back" shows.
  if (!isPage) vary(reply, 'Authorization');
  else if (request.method !== 'POST') vary(reply, 'Cookie');
  // In the letters by which compression looks for it, or it adds it again.
  vary(reply, 'accept-encoding');
  if (!reply.hasHeader('Cache-Control')) reply.header('Cache-Control', 'no-store');
  if (!reply.hasHeader('Content-Security-Policy')) {
    reply.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
  if (config.isProduction) reply.header('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
}
