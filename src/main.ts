import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { endsOnSignals } from './app/ending.js';
import { fail } from './app/failures.js';
import { requireFreePort } from './app/free-port.js';
import { install } from './app/installation.js';
import { prepareInItsOwnProcess } from './app/preparation.js';
import { buildServer } from './app/server.js';
import { welcome } from './app/welcome.js';
import { startWorker } from './app/worker.js';
import { seedDemo } from './demo/demo.js';
import { hasDemo } from './demo/demo-staff.js';
import { type Config, ConfigError, environmentWithoutOwner, readConfig } from './platform/config/config.js';
import { RootsWatch } from './platform/database/roots/roots-watch.js';
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

/**
 * Who was given the owner's address lets another process migrate, and goes on as one that was never given it: neither its
 * memory nor its environment holds it. It stays the same process.
 */
async function shedOwner(config: Config): Promise<void> {
  if (config.ownerUrl === null) return;
  if (config.migrates) await prepareInItsOwnProcess();
  const env = environmentWithoutOwner(config);
  const given = [...process.execArgv, ...process.argv.slice(1)];
  if (process.execve) process.execve(process.execPath, [process.execPath, ...given], env);
  // Where a process cannot become another one, it starts it, and hands on what it is told.
  const child = spawn(process.execPath, given, { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
  await new Promise(() => {});
}

async function start(): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(usage);
    return;
  }
  const { config, role } = readSettings();
  if (role !== 'worker') await requireFreePort(config);
  await shedOwner(config);
  const installation = await install(config, 'service');
  for (const warning of installation.warnings) new Logger('Start').warn(warning);
  const app = await buildServer(installation);
  // Nobody sends requests to a worker, so nobody has to hear first that it stops.
  endsOnSignals(app, role === 'worker' ? 0 : config.drainSeconds, () => installation.stop());
  app.get(RootsWatch).start();
  if (role !== 'worker') await listen(app, config);
  const demo = config.seedsDemo ? await seedDemo(app, installation.connections.gate) : null;
  if (role !== 'api') await startWorker(app, installation.connections.gate);
  const at = (path: string): string => app.get(PublicAddress).of(path);
  const what = role === 'worker' ? 'The worker runs' : `Onward serves at ${at('')}`;
  if (config.isProduction) new Logger('Start').log(what);
  else if (role === 'worker')
    process.stdout.write(`${what}.${config.smtpUrl === null ? ' Its mail is read nowhere: set SMTP_URL.' : ''}\n`);
  else process.stdout.write(welcome({ config, at, demo, hasDemo: demo !== null || (await hasDemo(app)) }));
}

start().catch(fail);
