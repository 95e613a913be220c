import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { entities, jobNames, migrations } from '../src/app/schema.js';
import { Secrets } from '../src/platform/config/secrets.js';
import { connectionsOf, embeddedOwner } from '../src/platform/database/setup/connections.js';
import { migrate, ownerSource, prepareEmbeddedDatabase, prepareRoles } from '../src/platform/database/setup/prepare.js';
import { startEmbeddedServer } from '../src/platform/embedded-postgres/server.js';
import { prepareJobs } from '../src/platform/jobs/jobs.js';
import { TEST_SECRET, testConfig } from '../test/support/settings.js';
import { fill } from './data.js';
import { cpuSeconds, residentMb } from './processes.js';
import { type Case, cases } from './requests.js';

const isFull = process.argv.includes('--full');
const CLIENTS = isFull ? 100_000 : 10_000;
const ROUNDS = isFull ? 9 : 5;
const SECONDS = isFull ? 4 : 3;
const CONNECTIONS = 32;

interface Contender {
  readonly name: string;
  readonly child: ChildProcess;
  readonly port: number;
  readonly tokens: { coach: string; supervisor: string };
}

interface Slice {
  readonly perSecond: number;
  readonly p99: number;
  /** Microseconds of processor per request: the server's process, and PostgreSQL. */
  readonly cpu: number;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

function startContender(name: string, file: string, admin: object): Promise<Contender> {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(admin)], {
    execArgv: ['--import', join(import.meta.dirname, '../scripts/typescript.mjs')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      const { port, coach, supervisor } = message as { port: number; coach: string; supervisor: string };
      resolve({ name, child, port, tokens: { coach, supervisor } });
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

async function slice(contender: Contender, of: Case, postmaster: number, seconds: number): Promise<Slice> {
  const requests = Array.from({ length: 2000 }, () => of.next());
  const cpu = (): number => cpuSeconds(contender.child.pid ?? 0) + cpuSeconds(postmaster);
  const before = cpu();
  const result = await autocannon({
    url: `http://127.0.0.1:${contender.port}`,
    connections: CONNECTIONS,
    duration: seconds,
    requests: requests.map(({ method, path, body, as }) => ({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      headers: {
        authorization: `Bearer ${contender.tokens[as]}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    })),
  });
  const used = cpu() - before;
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${contender.name}: ${result.non2xx} bad answers to ${of.name}`);
  return { perSecond: result.requests.average, p99: result.latency.p99, cpu: (used / result.requests.total) * 1e6 };
}

async function measure(contenders: readonly Contender[], of: Case, postmaster: number): Promise<void> {
  const slices = new Map<string, Slice[]>(contenders.map(({ name }) => [name, []]));
  for (const contender of contenders) await slice(contender, of, postmaster, 2);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of [...contenders].sort(() => Math.random() - 0.5)) {
      slices.get(contender.name)?.push(await slice(contender, of, postmaster, SECONDS));
    }
  }
  const ours = slices.get('onward') ?? [];
  const bare = slices.get('bare') ?? [];
  const ratio = (of: (slice: Slice) => number): string =>
    median(ours.map((slice, round) => of(slice) / of(bare[round] ?? slice))).toFixed(2);
  const figure = (list: Slice[]): string =>
    `${median(list.map(({ perSecond }) => perSecond)).toFixed(0)}/s, ${median(list.map(({ cpu }) => cpu)).toFixed(0)} µs`;
  say(
    `| ${of.name} | ${ratio(({ perSecond }) => perSecond)} × | ${ratio(({ cpu }) => cpu)} × | ${ratio(({ p99 }) => Math.max(p99, 1))} × | ${of.goal} | ${figure(ours)} | ${figure(bare)} |`,
  );
}

const dataDir = mkdtempSync(join(tmpdir(), 'onward-bench-'));
const server = await startEmbeddedServer({ dataDir, settings: { shared_buffers: '512MB' } });
const children: ChildProcess[] = [];
try {
  const secrets = new Secrets(TEST_SECRET);
  const postgres = { ...server.connection, database: 'postgres' };
  const admin = { ...server.connection, database: 'bench' };
  await prepareRoles(postgres, secrets);
  await prepareEmbeddedDatabase(postgres, 'bench');
  const { owner } = connectionsOf(admin, embeddedOwner(admin, 'bench'), testConfig(), secrets);
  await migrate(ownerSource(owner, { entities, migrations }), owner);
  await prepareJobs(owner, jobNames);
  await fill(admin, CLIENTS);
  const postmaster = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  const contenders = [await startContender('onward', 'ours.ts', admin), await startContender('bare', 'bare.ts', admin)];
  children.push(...contenders.map(({ child }) => child));
  for (const { name, child } of contenders) say(`${name}: ${residentMb(child.pid ?? 0).toFixed(0)} MB at ready`);
  say(
    `\n${CLIENTS} clients, ${CLIENTS * 10} applications, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s; ratios are Onward to bare, medians of rounds.\n`,
  );
  say('| case | throughput | CPU | p99 | goal | Onward | bare |\n|---|---|---|---|---|---|---|');
  for (const of of cases(CLIENTS)) await measure(contenders, of, postmaster);
  for (const { name, child } of contenders)
    say(`\n${name}: ${residentMb(child.pid ?? 0).toFixed(0)} MB after the load`);
} finally {
  for (const child of children) child.kill('SIGKILL');
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
