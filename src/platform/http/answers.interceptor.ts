import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { Slice } from '../../kernel/slices.js';
import { ANSWER_SCHEMA } from './routes.js';

/**
 * Lets an answer out through its schema, which drops every field it does not list, and gives what has a version its
 * ETag. A slice holds what its projection lists: it goes out as it is, its shape is tested.
 */
@Injectable()
export class AnswersInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = this.reflector.get<z.ZodType | undefined>(ANSWER_SCHEMA, context.getHandler());
    if (!schema) return next.handle();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        if (answer instanceof Slice) return answer;
        const listed = schema.parse(answer);
        const version = (listed as { version?: unknown } | null)?.version;
        if (typeof version === 'number') reply.header('ETag', `"v${version}"`);
        return listed;
      }),
    );
  }
}
