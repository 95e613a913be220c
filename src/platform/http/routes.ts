import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  Header,
  HttpCode,
  Param,
  type PipeTransform,
  SetMetadata,
} from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { AppError, notFound } from '../../kernel/errors.js';
import { localeFromHeader } from '../content/locales.js';
import { OnRoute } from './answers.js';
import { versionIn } from './etag.js';
import { speaks } from './headers.js';
import { EFFECT_PLACE, type EffectPlace, SHOWN_ONCE } from './repeats/effects.js';
import { Problem } from './shapes.js';

/** What the guard reads from a handler: the action it needs, or why it is open to everybody. */
export interface RouteAccess {
  readonly action?: Action;
  readonly publicBecause?: string;
  /** Not counted, so that it tells the truth when everything is full. */
  readonly isUnlimited?: boolean;
  /** Counted, but not refused for it: it looks up the token it gets before it limits those who have none. */
  readonly looksFirst?: boolean;
  readonly by: 'staff' | 'client';
}

export const ROUTE_ACCESS = 'onward:access';
export const ROUTE_COST = 'onward:cost';

/** What the document's makers read of a route beside what OpenAPI has words for. */
export const NEEDS_ACTION = 'x-needs-action';
export const FILE_TYPES = 'x-file-types';
export const EFFECT = 'x-effect';

declare module 'fastify' {
  interface FastifyRequest {
    actor?: Actor;
  }
}

const problem = (status: number, description: string) => ApiResponse({ status, description, standardSchema: Problem });

/** Documents what this route refuses beyond what its other decorators say. */
export const Refuses = (status: number, description: string): MethodDecorator => problem(status, description);

/** The route needs this action. Exactly one of `@Can`, `@CanByLink`, `@Public` stands on every handler. */
export const Can = (action: Action, summary: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(ROUTE_ACCESS, { action, by: 'staff' } satisfies RouteAccess),
    ApiOperation({ summary, description: `Needs \`${action}\`.` }),
    ApiExtension(NEEDS_ACTION, action),
    ApiBearerAuth(),
    problem(400, 'The request is malformed; `errors` says where.'),
    problem(401, 'Nobody is signed in, or the session has ended.'),
    problem(403, 'In sight, but not allowed.'),
    problem(404, 'Not there, or not in your sight.'),
    problem(429, 'Too many requests; see `Retry-After`.'),
    problem(503, 'Try again shortly; see `Retry-After`.'),
  );

/** The route counts as so many requests in the limit of its caller. Stands above the route's `@Can`. */
export const Costs = (requests: number): MethodDecorator =>
  applyDecorators(
    SetMetadata(ROUTE_COST, requests),
    problem(429, `Too many requests, of which this counts as ${requests}; see \`Retry-After\`.`),
  );

/** A page of the client's side: needs the cookie that opening a link or code gave. */
export const CanByLink = (action: Action): MethodDecorator =>
  SetMetadata(ROUTE_ACCESS, { action, by: 'client' } satisfies RouteAccess) as MethodDecorator;

/** Open to everybody, for this reason. */
export const Public = (
  because: string,
  summary?: string,
  { isUnlimited = false, looksFirst = false }: Pick<RouteAccess, 'isUnlimited' | 'looksFirst'> = {},
): MethodDecorator =>
  applyDecorators(
    SetMetadata(ROUTE_ACCESS, { publicBecause: because, isUnlimited, looksFirst, by: 'staff' } satisfies RouteAccess),
    ...(summary === undefined
      ? []
      : [
          ApiOperation({ summary, description: `Open: ${because}.` }),
          problem(400, 'The request is malformed.'),
          problem(429, 'Too many requests; see `Retry-After`.'),
          problem(503, 'Try again shortly; see `Retry-After`.'),
        ]),
  );

/** What the route answers. The schema documents the answer, and nothing leaves that it does not list. */
export const Returns = (status: number, schema: z.ZodType | null, description: string): MethodDecorator =>
  applyDecorators(
    HttpCode(status),
    ...(schema === null
      ? [ApiResponse({ status, description })]
      : [
          OnRoute({ answer: schema }),
          Header('Content-Type', 'application/json; charset=utf-8'),
          ApiResponse({ status, description, standardSchema: schema }),
        ]),
  );

/**
 * The route makes or does one thing by POST: documents `Idempotency-Key` and what may be refused. `place`: where its
 * effect can be read, by a GET route with the same schema: the `Location` of what was made, and what a repeat answers.
 */
export const Creates = (
  schema: z.ZodType,
  description: string,
  place: EffectPlace,
  status: 200 | 201 = 201,
): MethodDecorator =>
  applyDecorators(
    Returns(status, schema, description),
    SetMetadata(EFFECT_PLACE, place),
    OnRoute({ place }),
    ...(place === SHOWN_ONCE ? [] : [ApiExtension(EFFECT, place)]),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        place === SHOWN_ONCE
          ? 'Same key and body: one effect. The answer is shown once: a repeat gets 409. Kept 24 hours.'
          : 'Same key and body: one effect; a repeat answers what you may read of it now. Kept 24 hours.',
    }),
    problem(409, 'Somebody was faster, or the first request with this key still runs.'),
    problem(422, 'A rule refuses it; `code` says which.'),
  );

/** The route changes one thing, and needs `If-Match` with the ETag it was read with. */
export const Changes = (schema: z.ZodType | null, description: string): MethodDecorator =>
  applyDecorators(
    Returns(schema === null ? 204 : 200, schema, description),
    ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version you read.' }),
    problem(409, 'It does not fit what is there; `existing` may say what.'),
    problem(412, 'It was changed since you read it.'),
    problem(422, 'A rule refuses it; `code` says which.'),
    problem(428, '`If-Match` is missing.'),
  );

/** Names the file types of the route's success, for the document, which puts them beside or in place of JSON. */
export const AsFile = (...types: string[]): MethodDecorator => ApiExtension(FILE_TYPES, types);

const documentLanguage =
  (otherwise: string): ParameterDecorator =>
  (target, name = '') => {
    const handler = Object.getOwnPropertyDescriptor(target, name);
    if (!handler) return;
    const description = `The languages you read, best first; without it ${otherwise}.`;
    ApiHeader({ name: 'Accept-Language', required: false, description })(target, name, handler);
  };

const languagesAsked = (context: ExecutionContext): string | undefined =>
  context.switchToHttp().getRequest<FastifyRequest>().headers['accept-language'];

/** The languages that the request asks for, as `Accept-Language` says. The answer is in the best of them, and says so. */
export const Language = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => {
    const wanted = languagesAsked(context);
    speaks(context.switchToHttp().getResponse<FastifyReply>(), localeFromHeader(wanted));
    return wanted;
  },
  [documentLanguage('English')],
);

/** The same for an answer that falls back to the language its reader has chosen: the handler says which it was (`speaks`). */
export const LanguageOrChosen = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => languagesAsked(context),
  [documentLanguage('the language you have chosen, else English')],
);

/** The act takes `If-Match`, but does not need it. */
export const MayMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: false,
      description: 'The ETag you read; refuses to act on anything newer.',
    }),
    problem(412, 'It was changed since you read it.'),
  );

/** Who asks. The first argument of every service method. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new AppError('unauthenticated', 'http.unauthenticated');
  return actor;
});

/**
 * Gives the request's place among those in work back, for a handler whose answer now waits for something that has a line of
 * its own and asks the database no more.
 */
export const Leave = createParamDecorator((_: unknown, context: ExecutionContext): (() => void) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return () => request.leave?.();
});

const versionAsked = (context: ExecutionContext): number | null =>
  versionIn(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']);

/** The version in `If-Match`, `ANY_VERSION` for `*`. Throws 428 without one. */
export const IfMatch = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const version = versionAsked(context);
  if (version === null) throw new AppError('version-required', 'http.version-required');
  return version;
});

/** The same for an act that may go without: its own rules see a second try. Document it with `@MayMatch`. */
export const IfMatchGiven = createParamDecorator((_: unknown, context: ExecutionContext): number | null =>
  versionAsked(context),
);

const uuid = z.uuid();

/** An id in the path. What is not even a UUID names nothing: the same 404 as an id that does not exist. */
const idPipe: PipeTransform<unknown, string> = {
  transform(value) {
    const parsed = uuid.safeParse(value);
    if (!parsed.success) throw notFound();
    return parsed.data.toLowerCase();
  },
};

export const IdParam = (name = 'id'): ParameterDecorator => Param(name, idPipe);
