import type { DynamicModule, ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { httpAdapter } from '../platform/http/adapter.js';
import { Admission } from '../platform/http/admission/admission.js';
import { Log } from '../platform/log/logger.js';
import { AppModule } from './app.module.js';
import type { Installation } from './start/installation.js';

class Annex {}

/** The app with its HTTP server, built and checked, not yet listening. `more`: another room beside the house's own. */
export async function buildServer(
  installation: Pick<Installation, 'config' | 'secrets' | 'connections'> & Partial<Installation>,
  more?: ModuleMetadata,
): Promise<NestFastifyApplication> {
  const { config } = installation;
  const log = new Log(config.logLevel);
  const admission = new Admission(config.requestsInFlight);
  const adapter = httpAdapter(config, admission);
  log.requests(adapter.getInstance() as unknown as FastifyInstance);
  const own = AppModule.of(installation, admission);
  const house: DynamicModule = more ? { module: Annex, ...more, imports: [own, ...(more.imports ?? [])] } : own;
  const app = await NestFactory.create<NestFastifyApplication>(house, adapter, {
    logger: log,
    bodyParser: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  // Loaded only when it is served: the page for people is a heavy package.
  if (config.showsApiDocs) (await import('./openapi.js')).documentApi(app);
  await app.init();
  return app;
}
