import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { install } from './installation.js';
import { ConfigError, readConfig } from './platform/config/config.js';
import { Draining } from './platform/http/health.controller.js';
import { PublicAddress } from './platform/http/public-address.js';
import { buildServer } from './server.js';
import { startWorker, stopWorker } from './worker.js';

const roles = ['all', 'api', 'worker'] as const;
type ProcessRole = (typeof roles)[number];

/** What this process does: `--role=api`, `--role=worker`, or both. */
function processRole(): ProcessRole {
  const given = process.argv.find((argument) => argument.startsWith('--role='))?.slice('--role='.length) ?? 'all';
  const role = roles.find((known) => known === given);
  if (!role) throw new ConfigError([`--role: use one of ${roles.join(', ')}`]);
  return role;
}

/** A sentence for the person at the terminal, or null when it is a fault that needs its stack. */
function sentenceFor(error: unknown, port: number): string | null {
  if (error instanceof ConfigError) return error.message;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`;
  }
  return null;
}

async function start(): Promise<void> {
  const role = processRole();
  const config = readConfig();
  const installation = await install(config);
  const app = await buildServer(installation);
  if (role !== 'worker') {
    await app.listen(config.port, config.host);
    const address = app.getHttpServer().address();
    if (address && typeof address === 'object') app.get(PublicAddress).port = address.port;
  }
  if (role !== 'api') await startWorker(app, installation.connections.gate);
  stopsOn(['SIGTERM', 'SIGINT'], app, () => installation.stop());
  process.stdout.write(`Onward serves at ${app.get(PublicAddress).of('')}\n`);
}

/** Not ready → finish what runs → close. A second signal ends at once. */
function stopsOn(signals: readonly NodeJS.Signals[], app: NestFastifyApplication, last: () => Promise<void>): void {
  let stopping = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      app.get(Draining).isDraining = true;
      void stopWorker(app)
        .then(() => app.close())
        .then(last)
        .then(
          () => process.exit(0),
          () => process.exit(1),
        );
    });
  }
}

start().catch((error: unknown) => {
  const sentence = sentenceFor(error, Number(process.argv.length > 0 ? readConfig().port : 0));
  process.stderr.write(`${sentence ?? (error instanceof Error ? error.stack : String(error))}\n`);
  process.exit(1);
});
