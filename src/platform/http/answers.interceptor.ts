import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { withEtag } from './etag.js';
import { EFFECT_PLACE, type EffectPlace, locate } from './repeats/effects.js';
import { ANSWER_SCHEMA } from './routes.js';

/**
 * Lets an answer out through its schema, which drops every field it does not list, and gives what has a version its
 * ETag and what was made its `Location`. Text is JSON that PostgreSQL built from the listed columns: it goes out as it
 * is, its shape is tested.
 */
@Injectable()
export class AnswersInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = this.reflector.get<z.ZodType | undefined>(ANSWER_SCHEMA, context.getHandler());
    if (!schema) return next.handle();
    const place = this.reflector.get<EffectPlace | undefined>(EFFECT_PLACE, context.getHandler());
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const { params } = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      map((answer) => {
        if (typeof answer === 'string') return answer;
        const listed = schema.parse(answer);
        const location = place === undefined || reply.statusCode !== 201 ? null : locate(place, params, listed);
        if (location !== null) reply.header('Location', location);
        return withEtag(reply, listed);
      }),
    );
  }
}
