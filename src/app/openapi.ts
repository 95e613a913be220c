import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { FILE_TYPES } from '../platform/http/routes.js';

const file = { schema: { type: 'string', format: 'binary' } } as const;

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
/** What any request with a body may get, before its route is asked. */
const refusedBodies = {
  413: problem('The body is larger than 512 KiB.'),
  415: problem('The body must be JSON.'),
};

/** Errors are problems (RFC 9457), and some routes answer with files: the generator writes JSON for both. */
function withMediaTypes(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.values(document.paths);
  const withBody = paths.flatMap((path) => [path.post, path.put, path.patch, path.delete]);
  for (const operation of withBody) if (operation) Object.assign(operation.responses, refusedBodies);
  for (const operation of [...paths.map((path) => path.get), ...withBody]) {
    if (!operation) continue;
    const extended = operation as typeof operation & { [FILE_TYPES]?: string[] };
    for (const [status, response] of Object.entries(operation.responses)) {
      if (!response || '$ref' in response) continue;
      const json = response.content?.['application/json'];
      if (status >= '400' && json) response.content = { 'application/problem+json': json };
      const files = Object.fromEntries((extended[FILE_TYPES] ?? []).map((type) => [type, file]));
      if (status === '200' && extended[FILE_TYPES]) response.content = { ...response.content, ...files };
    }
    delete extended[FILE_TYPES];
  }
  return document;
}

/** The OpenAPI document of the running app. */
export const openApi = (app: NestFastifyApplication): OpenAPIObject =>
  withMediaTypes(
    SwaggerModule.createDocument(
      app,
      new DocumentBuilder()
        .setTitle('Onward')
        .setDescription('The web API of Onward. Errors are `application/problem+json`; lists are keyset pages.')
        .setVersion('1')
        .setOpenAPIVersion('3.1.0')
        .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' })
        .build(),
      { operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}` },
    ),
  );

/** `GET /openapi.json` for programs, `/docs` for people. */
export function documentApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => openApi(app), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
  });
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  fastify.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/docs')) return;
    // The page draws itself with scripts and inline styles of its own package; nothing else may load.
    reply.header(
      'Content-Security-Policy',
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
    );
  });
}
