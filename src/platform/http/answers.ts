import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { Slice } from '../../kernel/slices.js';
import { etagOf } from './etag.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What an answer of this route may show. */
    answer?: z.ZodType;
  }
}

/** Adds to what Fastify knows of the route of a handler. */
export const OnRoute =
  (config: Partial<FastifyContextConfig>): MethodDecorator =>
  (_target, _name, descriptor) => {
    const handler = descriptor.value as object;
    const known = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as object | undefined;
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...known, ...config }, handler);
  };

/**
 * Lets an answer out through its schema, which drops every field it does not list, and gives what has a version its
 * ETag. Text is JSON that was made from the listed columns: it passes by here, its shape is tested. A hook of Fastify,
 * because any interceptor of Nest costs each request a chain of observables.
 */
export function answerThroughSchemas(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, answer, done) => {
    const schema = request.routeOptions.config.answer;
    // A slice's shape stands in its projection, and is tested.
    if (!schema || answer instanceof Slice) return done(null, answer);
    const parsed = schema.safeParse(answer);
    if (!parsed.success) return done(new Error(`An answer of ${request.routeOptions.url} is off its schema`));
    const etag = etagOf(parsed.data);
    if (etag !== null) reply.header('ETag', etag);
    done(null, parsed.data);
  });
}
