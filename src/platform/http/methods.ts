import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, notFound } from '../../kernel/errors.js';

/** Which methods a path knows, told by the routes themselves as they are added. */
class Methods {
  private readonly routes: { readonly path: RegExp; readonly methods: readonly string[] }[] = [];

  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ url, method }) => {
      if (url.includes('*')) return;
      const path = new RegExp(`^${url.replace(/[.\\+?^$()|[\]{}]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`);
      this.routes.push({ path, methods: [method].flat() });
    });
  }

  /** What `Allow` says for this address; null when no route has it. */
  allowed(address: string): string | null {
    const path = address.split('?', 1)[0] ?? '';
    const methods = this.routes.filter((route) => route.path.test(path)).flatMap((route) => route.methods);
    return methods.length === 0 ? null : [...new Set([...methods, 'OPTIONS'])].sort().join(', ');
  }
}

type Refuse = (error: AppError, request: FastifyRequest, reply: FastifyReply) => void;

/** Answers `OPTIONS`: 404 where nothing is. A browser that asks for another origin is answered by the CORS plugin, behind this. */
export function answersMethods(fastify: FastifyInstance, refuse: Refuse): void {
  const methods = new Methods(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    const isAsked = request.method === 'OPTIONS';
    if (!request.is404 && !isAsked) return;
    const allowed = methods.allowed(request.url);
    if (allowed !== null) reply.header('Allow', allowed);
    if (!isAsked) return;
    if (allowed === null) {
      refuse(notFound(), request, reply);
      return reply;
    }
    if (request.is404) return reply.status(204).send();
  });
}

/** Refuses a method that a known path has not. What has no route at all goes on to be a 404. */
export function refusesMethods(fastify: FastifyInstance, refuse: Refuse): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404 || !reply.hasHeader('Allow')) return;
    refuse(new AppError('method-not-allowed', 'http.method-not-allowed'), request, reply);
    return reply;
  });
}
