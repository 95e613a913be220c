import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { buildServer } from './app/server.js';
import { Ending } from './app/start/ending.js';
import { fail } from './app/start/failures.js';
import { requireFreePort } from './app/start/free-port.js';
import { type Installation, install } from './app/start/installation.js';
import { untilThere } from './app/start/patience.js';
import { prepareInItsOwnProcess } from './app/start/preparation.js';
import { type Room, roomForConnections } from './app/start/room-for-connections.js';
import { welcome } from './app/start/welcome.js';
import { listenForHealth } from './app/start/worker-health.js';
import { startWorker, stopWorker } from './app/worker.js';
import { seedDemo } from './demo/demo.js';
import { hasDemo } from './demo/demo-staff.js';
import { type Config, ConfigError, environmentWithoutOwner, readConfig } from './platform/config/config.js';
import { RootsWatch } from './platform/database/roots/roots-watch.js';
import { fromUrl } from './platform/database/setup/connections.js';
import { withClient } from './platform/database/setup/prepare.js';
import { Readiness } from './platform/http/health/readiness.js';
import { PublicAddress } from './platform/http/public-address.js';

const roles = ['all', 'api', 'worker'] as const;
type ProcessRole = (typeof roles)[number];

const usage = `npm start -- [--role=all|api|worker]

Starts Onward: the web API, and the worker that does what happens after a request (mail, checklists, timed jobs).
--role=api and --role=worker start one of them; any number of both may run on one database.
Settings come from the environment; .env.example lists them.
`;

/** What this process does: `--role=api`, `--role=worker`, or both. Reports what it does not know as a setting's problem. */
function readArguments(given: readonly string[]): { role: ProcessRole; problems: string[] } {
  let role: ProcessRole = 'all';
  const problems: string[] = [];
  for (const argument of given) {
    const wanted = roles.find((known) => argument === `--role=${known}`);
    if (wanted) role = wanted;
    else problems.push(`${argument}: there is no such option. Use --role=${roles.join(', --role=')}.`);
  }
  return { role, problems };
}

function readSettings(): { config: Config; role: ProcessRole } {
  const { role, problems } = readArguments(process.argv.slice(2));
  let config: Config | null = null;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push(...error.problems);
  }
  if (config === null || problems.length > 0) throw new ConfigError(problems);
  return { config, role };
}

/** Listens; tells the rest of the app which port it got, when the setting left that open. */
async function listen(app: NestFastifyApplication, config: Config): Promise<void> {
  await app.listen(config.port, config.host).catch(async (error: unknown) => {
    await requireFreePort(config); // somebody took it since we looked
    throw error;
  });
  const address = app.getHttpServer().address();
  if (address && typeof address === 'object') app.get(PublicAddress).port = address.port;
}

/** Tries until the database is there. */
type There = <Result>(attempt: () => Promise<Result>) => Promise<Result>;

/**
 * Who was given the owner's address lets another process migrate, and goes on as one that was never given it: neither its
 * memory nor its environment holds it. It stays the same process.
 */
async function shedOwner(config: Config, there: There, signal: AbortSignal): Promise<void> {
  if (config.ownerUrl === null) return;
  const owner = fromUrl(config.ownerUrl);
  await there(() => withClient(owner, async () => undefined));
  if (config.migrates) await prepareInItsOwnProcess();
  signal.throwIfAborted();
  const env = environmentWithoutOwner(config);
  const given = [...process.execArgv, ...process.argv.slice(1)];
  if (process.execve) process.execve(process.execPath, [process.execPath, ...given], env);
  // Where a process cannot become another one, it starts it, and hands on what it is told.
  const child = spawn(process.execPath, given, { env, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  process.exit(await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1))));
}

async function start(ending: Ending): Promise<void> {
  const { config, role } = readSettings();
  const { signal } = ending;
  const there: There = (attempt) =>
    untilThere(config.databaseUrl === null ? 'The embedded database' : 'DATABASE_URL', signal, attempt);
  if (role !== 'worker') await requireFreePort(config);
  await shedOwner(config, there, signal);
  const { app, installation, room } = await there(() => build(config));
  ending.add(() => installation.stop());
  ending.add(() => app.close());
  const readiness = app.get(Readiness);
  readiness.isStarting = true;
  signal.addEventListener('abort', () => {
    readiness.isStopping = true;
  });
  signal.throwIfAborted();
  const log = new Logger('Start');
  for (const warning of installation.warnings) log.warn(warning);
  app.get(RootsWatch).start();
  if (room.isTight) log.warn(room.sentence);
  else if (config.isProduction) log.log(room.sentence);
  if (role !== 'worker') await listen(app, config);
  else if (config.workerPort !== null)
    ending.add(await listenForHealth(app, { host: config.host, port: config.workerPort }));
  const demo = config.seedsDemo ? await seedDemo(app, installation.connections.gate, signal) : null;
  ending.add(() => stopWorker(app));
  if (role !== 'api') await there(() => startWorker(app, installation.connections.gate));
  // Nobody sends requests to a worker, so nobody has to hear first that it stops.
  const drainMs = config.drainSeconds * 1000;
  if (role !== 'worker') ending.add(() => sleep(drainMs), drainMs);
  signal.throwIfAborted();
  readiness.isStarting = false;
  const at = (path: string): string => app.get(PublicAddress).of(path);
  const what = role === 'worker' ? 'The worker runs' : `Onward serves at ${at('')}`;
  if (config.isProduction) log.log(what);
  else if (role === 'worker')
    process.stdout.write(`${what}.${config.smtpUrl === null ? ' Its mail is read nowhere: set SMTP_URL.' : ''}\n`);
  else process.stdout.write(welcome({ config, at, demo, hasDemo: demo !== null || (await hasDemo(app)) }));
}

/** The database and the app on it, or neither. */
async function build(config: Config): Promise<{ installation: Installation; app: NestFastifyApplication; room: Room }> {
  const installation = await install(config, 'service');
  try {
    const room = await roomForConnections(config, installation.connections.gate);
    return { installation, app: await buildServer(installation), room };
  } catch (error) {
    await installation.stop();
    throw error;
  }
}

if (process.argv.includes('--help')) process.stdout.write(usage);
else {
  const ending = new Ending();
  ending.during(() => start(ending)).catch(fail);
}
