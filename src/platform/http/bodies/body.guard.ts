import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors.js';

/** Nest's number for `@Body()` in its list of a handler's parameters. */
const BODY = '3:';

/** Refuses a body where the route declares none: what is silently thrown away was a mistake of the sender. `{}` may stand. */
@Injectable()
export class BodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    if (body === undefined || isEmpty(body) || takesBody(context)) return true;
    throw new AppError('malformed', 'http.body-not-expected');
  }
}

const isEmpty = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0;

function takesBody(context: ExecutionContext): boolean {
  const parameters: object =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  return Object.keys(parameters).some((key) => key.startsWith(BODY));
}
