import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import type { FastifyInstance, onSendHookHandler } from 'fastify';
import type { Config } from '../config/config.js';
import { encodedEtag } from './etag.js';

/** Headers of ours that a script of another origin may read. */
const EXPOSED = [
  'ETag', 'Location', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'X-Request-Id', 'Idempotency-Replayed',
  'Content-Language', 'Content-Disposition', 'Allow', 'Not-Shown',
]; // biome-ignore format: one list
const TAKEN = [
  'Authorization', 'Content-Type', 'Accept-Language', 'If-Match', 'If-None-Match', 'Idempotency-Key', 'X-Request-Id',
]; // biome-ignore format: one list

/**
 * Gives what was compressed its own ETag. A hook at the end of each route, because only there it is known: compression
 * hooks into the routes as well, and is registered before.
 */
const tagsOfCompressed = Object.assign(
  async (fastify: FastifyInstance): Promise<void> => {
    fastify.addHook('onRoute', (route) => {
      const tag: onSendHookHandler = (_request, reply, payload, done) => {
        const [etag, encoding] = [reply.getHeader('ETag'), reply.getHeader('Content-Encoding')];
        if (typeof etag === 'string' && typeof encoding === 'string') reply.header('ETag', encodedEtag(etag, encoding));
        done(null, payload);
      };
      route.onSend = [...[route.onSend ?? []].flat(), tag];
    });
  },
  // Its hook is for all routes, not only for those of a scope of its own.
  { [Symbol.for('skip-override')]: true },
);

/** Cookies, compression, and CORS for the origins of the settings (none: no such header at all). */
export function plugins(fastify: FastifyInstance, config: Config): void {
  fastify.register(cookie);
  /*
   * From 1 KiB on. BREACH needs a secret and an attacker's text in one compressed answer, and a browser that fetches it
   * for the attacker as often as wanted. Our forms carry no tokens (they are told apart by `Sec-Fetch-Site` and SameSite),
   * no GET shows what stands in its query, what a form sent is shown again only to our own pages, and the web API takes no
   * cookie: without the bearer token no other site gets an answer out of it. Whoever adds a token to a page says so here.
   * Compressed requests are not taken: a small one may be huge inside.
   */
  fastify.register(compress, { encodings: ['br', 'gzip'], threshold: 1024, globalDecompression: false });
  fastify.register(tagsOfCompressed);
  if (config.allowedOrigins.length === 0) return;
  fastify.register(cors, {
    origin: [...config.allowedOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: TAKEN,
    exposedHeaders: EXPOSED,
    maxAge: 600,
    strictPreflight: false,
  });
}
