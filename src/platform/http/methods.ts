import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

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

/**
 * Answers `OPTIONS`, and a method that a known path has not: `refuse` writes 405. What has no route at all goes on to be
 * a 404.
 */
export function answersMethods(
  fastify: FastifyInstance,
  refuse: (request: FastifyRequest, reply: FastifyReply) => void,
): void {
  const methods = new Methods(fastify);
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.is404 && request.method !== 'OPTIONS') return;
    const allowed = methods.allowed(request.url);
    if (allowed === null) return;
    reply.header('Allow', allowed);
    if (request.method !== 'OPTIONS') {
      refuse(request, reply);
      return reply;
    }
    // A browser that asks for another origin is answered by the CORS plugin, if any origin is allowed.
    if (request.is404) return reply.status(204).send();
  });
}
