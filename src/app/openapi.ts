import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { operationsOf } from './openapi/model.js';
import { completeOperations } from './openapi/operations.js';
import { completeResponses } from './openapi/responses.js';
import { polishSchemas } from './openapi/schemas.js';
import { tags } from './openapi/words.js';

const DESCRIPTION = `The web API of Onward, the system workforce coaches, their clients and their agencies work in.

Sign in with \`POST /v1/auth/sign-in\` and send the access token as \`Authorization: Bearer …\`. Errors are
\`application/problem+json\` (RFC 9457) with a stable \`code\`; \`x-codes\` lists the codes that an answer may have: those of
the house, and those of the rooms that the path names, of which one route may never meet some. Lists come in
slices, by \`cursor\`. Answers may get new fields and new codes at any time; requests are strict. \`docs/api.md\` in the
source is the prose.`;

const builder = (): DocumentBuilder =>
  new DocumentBuilder()
    .setTitle('Onward')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addServer('/', 'This installation.')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The `accessToken` of a sign-in, good for ten minutes.',
    });

/** The OpenAPI document of the running app: what the decorators say, completed by what holds for every route. */
export function openApi(app: NestFastifyApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, builder().build());
  const license = { name: 'Apache 2.0', identifier: 'Apache-2.0' };
  document.info = { ...document.info, license: license as OpenAPIObject['info']['license'] & object };
  delete document.info.contact;
  completeOperations(document);
  polishSchemas(document);
  completeResponses(document);
  const used = new Set(operationsOf(document).flatMap(({ operation }) => operation.tags ?? []));
  document.tags = [...used].sort().map((name) => ({ name, ...(tags[name] ? { description: tags[name] } : {}) }));
  return document;
}

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
