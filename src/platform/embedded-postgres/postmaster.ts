import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, fchownSync, openSync, renameSync, statfsSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterName, nameForServer, type Place, PORT } from './files.js';
import { commandOf, identityOf, serverEnvironment } from './processes.js';

const MAX_LOG = 10_000_000; // bytes; a larger log is set aside at the next start

export interface Postmaster {
  pid: number;
  connection: { host: string; port: number; user: string };
  isAlive(): boolean;
  child?: ChildProcess;
}

function postmaster(pid: number, host: string, cluster: string): Postmaster {
  const isAlive = () => commandOf(pid).includes(`cluster_name=${cluster}`);
  return { pid, connection: { host, port: PORT, user: 'postgres' }, isAlive };
}

/** The living postmaster that PostgreSQL's lock file names; undefined when there is none, or it belongs elsewhere. */
export async function findPostmaster(place: Place): Promise<Postmaster | undefined> {
  const file = await readFile(join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid = '', , , , host = ''] = file.split('\n');
  if (!Number(pid)) return undefined;
  const found = postmaster(Number(pid), host, await clusterName(place.cluster));
  return found.isAlive() ? found : undefined;
}

/** Asks the server itself: its log line and its lock file both speak too early. */
export async function answers({ connection }: Postmaster): Promise<boolean> {
  // One that stands still says nothing at all.
  const socket = new Socket().setTimeout(5_000, () => socket.destroy());
  const client = new pg.Client({ ...connection, database: 'postgres', ssl: false, stream: () => socket });
  client.on('error', () => undefined); // a server that goes while we ask is asked again
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A lock file whose process number now belongs to another program would make PostgreSQL refuse to start. */
export async function dropStaleFiles(place: Place, socketDir: string): Promise<void> {
  const socket = join(socketDir, `.s.PGSQL.${PORT}`);
  await Promise.all([socket, `${socket}.lock`].map((path) => rm(path, { force: true })));
  const file = join(place.cluster, 'postmaster.pid');
  const command = commandOf(Number.parseInt(await readFile(file, 'utf8').catch(() => '0'), 10));
  // A server that somebody started on this folder by hand keeps its lock, and PostgreSQL itself says so.
  const isOtherServer = /(^|\/)postgres( |$)/.test(command) && !command.includes('cluster_name=onward-');
  if (!isOtherServer) await rm(file, { force: true });
}

/** Few rows of people's lives may reach a log: no statements, no parameters, and no errors of single statements. */
function settingsFor(socketDir: string, cluster: string, extra: Record<string, string> = {}): string[] {
  const settings = {
    max_connections: '100',
    shared_preload_libraries: '',
    dynamic_shared_memory_type: hasSharedMemory() ? 'posix' : 'mmap',
    TimeZone: 'UTC',
    log_timezone: 'UTC',
    log_statement: 'none',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
    log_min_messages: 'log',
    log_checkpoints: 'off',
    ...extra,
    listen_addresses: '',
    port: String(PORT),
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    cluster_name: cluster,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Containers give 64 MB by default, which parallel queries outgrow. */
function hasSharedMemory(): boolean {
  if (process.platform !== 'linux') return true;
  if (!existsSync('/dev/shm')) return false;
  const { bavail, bsize } = statfsSync('/dev/shm');
  return bavail * bsize >= 128 * 1024 * 1024;
}

type LaunchOptions = { settings?: Record<string, string>; log?: (line: string) => void };

/** Starts the postmaster in a session of its own: the terminal's Ctrl-C is for us, who then stop it in order. */
export async function launch(place: Place, socketDir: string, cluster: string, options: LaunchOptions) {
  const pgdata = await nameForServer(place.cluster, place.user);
  const log = options.log ? undefined : await openLog(place);
  const child = spawn(
    join(place.binaries, 'bin', 'postgres'),
    ['-D', pgdata, ...settingsFor(socketDir, cluster, options.settings)],
    {
      ...identityOf(place.user),
      cwd: place.cluster,
      env: serverEnvironment,
      detached: true,
      stdio: log ? ['ignore', log.fd, log.fd] : ['ignore', 'ignore', 'pipe'],
    },
  );
  const lines: string[] = [];
  child.on('error', (error) => lines.push(error.message));
  if (log) closeSync(log.fd);
  if (child.stderr) {
    createInterface(child.stderr).on('line', (line) => {
      if (lines.push(line) > 20) lines.shift();
      options.log?.(line);
    });
    (child.stderr as unknown as { unref(): void }).unref();
  }
  child.unref(); // neither it nor its log keeps a finished program running
  const tail = async () => {
    await sleep(50); // for its last words
    const written = log ? (await readFile(log.path)).subarray(log.start).toString() : '';
    return `${written}${lines.join('\n')}`.trim();
  };
  return { ...postmaster(child.pid ?? 0, socketDir, cluster), child, tail };
}

async function openLog(place: Place): Promise<{ path: string; fd: number; start: number }> {
  const path = join(place.dataDir, 'postgres.log');
  if (existsSync(path) && statSync(path).size > MAX_LOG) renameSync(path, `${path}.1`);
  const fd = openSync(path, 'a', 0o600);
  if (place.user) fchownSync(fd, place.user.uid, place.user.gid);
  return { path, fd, start: statSync(path).size };
}
