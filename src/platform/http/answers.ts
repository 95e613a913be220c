import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig, FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { Slice } from '../../kernel/slices.js';
import { withEtag } from './etag.js';
import { type EffectPlace, locate } from './repeats/effects.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What an answer of this route may show. */
    answer?: z.ZodType;
    /** Where what this route makes can be read. */
    place?: EffectPlace;
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
 * Lets an answer out through its schema, which drops every field it does not list; gives what has a version its ETag and
 * what was made its `Location`. A slice passes by: its shape stands in its projection, and is tested. A hook of Fastify,
 * because any interceptor of Nest costs each request a chain of observables.
 */
export function answerThroughSchemas(fastify: FastifyInstance): void {
  fastify.addHook('preSerialization', (request, reply, answer, done) => {
    const { answer: schema, place } = request.routeOptions.config;
    if (!schema || answer instanceof Slice) return done(null, answer);
    const parsed = schema.safeParse(answer);
    if (!parsed.success) return done(new Error(`An answer of ${request.routeOptions.url} is off its schema`));
    const location =
      place === undefined || reply.statusCode !== 201 ? null : locate(place, request.params, parsed.data);
    if (location !== null) reply.header('Location', location);
    withEtag(reply, parsed.data);
    done(null, parsed.data);
  });
}
