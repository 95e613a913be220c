import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

/** The account that initdb and postgres run under when this process is root; undefined runs them as ourselves. */
export type ServerUser = { uid: number; gid: number; name: string } | undefined;

/** Nothing of our own environment reaches the server: PGDATA, LC_ALL or a secret in it would. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export const identityOf = (user: ServerUser) => (user ? { uid: user.uid, gid: user.gid } : {});

/** Runs a program to its end as the server's user. `code` is null when it was killed or could not be started. */
export function run(file: string, args: string[], user: ServerUser, cwd = '/') {
  return new Promise<{ code: number | null; output: string }>((done) => {
    const child = spawn(file, args, {
      ...identityOf(user),
      cwd,
      env: serverEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => done({ code: null, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

/** The command line (or process title) of a process; empty when there is none, or only a zombie is left of it. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Server processes of this cluster: PostgreSQL writes `cluster_name` into the title of each child. */
function childrenOf(cluster: string): number[] {
  const isOurs = (command: string) => command.startsWith(`postgres: ${cluster}:`);
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && isOurs(commandOf(pid)));
  }
  return execFileSync('ps', ['-axww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+(.*)/s))
    .filter(([, command]) => isOurs(command ?? ''))
    .map(([pid]) => Number(pid));
}

/**
 * Waits until nothing is left of a cluster whose postmaster was killed. Its children hold the old shared memory, and
 * a new postmaster refuses to start beside it. An idle child goes by itself; one in the middle of a long statement
 * does not notice, so after half a second it is told to stop as after a crash (nothing it did is acknowledged yet).
 */
export async function endOrphans(cluster: string): Promise<void> {
  for (let round = 0; round < 300; round++) {
    const pids = childrenOf(cluster);
    if (pids.length === 0) return;
    if (round >= 25) for (const pid of pids) signal(pid, round < 150 ? 'SIGQUIT' : 'SIGKILL');
    await sleep(20);
  }
  throw new Error(`Processes of a killed database server do not end: ${childrenOf(cluster).join(', ')}`);
}

/** Lets those go on that somebody stopped, so that they hear that they are to end. */
export function wakeChildren(cluster: string): void {
  for (const pid of childrenOf(cluster)) signal(pid, 'SIGCONT');
}

/** False when the process is gone already. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** A lock that ends with the process that holds it, however it ends. */
export interface FolderLock {
  release(): void;
}

const held = new Set<DatabaseSync>(); // an unreachable handle would be collected, and its lock with it

/**
 * Takes the lock file, or returns undefined while another start (also one in this process) holds it. Node has no
 * file locks of its own; SQLite's are the kernel's, so that no `kill -9` leaves a stale one behind.
 */
export function takeLock(file: string): FolderLock | undefined {
  let handle: DatabaseSync | undefined;
  try {
    handle = new DatabaseSync(file, { timeout: 0 });
    handle.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    handle?.close();
    if ((error as { errcode?: number }).errcode === 5) return undefined; // SQLITE_BUSY
    const { message } = error as Error;
    throw new Error(`${file} cannot be locked (${message}). Does the folder belong to another user?`);
  }
  const lock = handle;
  held.add(lock);
  return {
    release: () => {
      if (held.delete(lock)) lock.close();
    },
  };
}
