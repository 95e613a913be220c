import { rmdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterName, initCluster, makeSocketDir, type Place, preparePlace } from './files.js';
import { answers, dropStaleFiles, findPostmaster, launch, type Postmaster } from './postmaster.js';
import { endOrphans, type FolderLock, signal, takeLock, wakeChildren } from './processes.js';

export interface EmbeddedServer {
  /** For pg: socket folder as host, port, superuser (its database is `postgres`; the socket's folder is the guard). */
  readonly connection: { host: string; port: number; user: string };
  /**
   * True when stop() here ends the server: this process started it, or took it over from one that was killed.
   * False when another living process owns the folder.
   */
  readonly isOwner: boolean;
  /** Fast shutdown, waits until the postmaster is gone. Does nothing to a server it only attached to. */
  stop(): Promise<void>;
  /**
   * Calls back once when the postmaster ends without stop() here (kill -9, or its owner's stop), so that the caller
   * can start again. The code is null when it was killed or is not known.
   */
  onExit(listener: (code: number | null) => void): void;
}

export interface EmbeddedOptions {
  /** Holds `postgres/` (the data), `postgres.log`, `postgres.lock` and, when its path is short enough, `socket/`. */
  dataDir: string;
  /** Extra PostgreSQL settings, as in `-c name=value`. */
  settings?: Record<string, string>;
  /** Takes the server's log line by line, instead of `postgres.log`. */
  log?: (line: string) => void;
  /** For how many ms a server that does not answer is waited for; two minutes unless it says so. */
  patience?: number;
}

const PATIENCE = 120_000; // ms; recovery after a crash may have much to read again
const FAST_SHUTDOWN = 30_000; // ms, then as after a crash, which recovery repairs

/**
 * Starts the PostgreSQL of this data folder, or joins the one that runs. Of several starts at once exactly one owns
 * the server. Returns when it answers. Throws an Error with a sentence for the operator.
 */
export async function startEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const place = await preparePlace(options.dataDir);
  const deadline = performance.now() + (options.patience ?? PATIENCE);
  while (performance.now() < deadline) {
    const lock = takeLock(place.lockFile);
    if (lock) {
      try {
        return await own(place, lock, options, deadline);
      } catch (error) {
        lock.release();
        throw error;
      }
    }
    const live = await findPostmaster(place);
    if (live && (await answers(live))) return handle(live, await clusterName(place.cluster));
    await sleep(50);
  }
  throw new Error(`Another process holds ${place.dataDir}, but its database does not answer.`);
}

async function own(
  place: Place,
  lock: FolderLock,
  options: EmbeddedOptions,
  deadline: number,
): Promise<EmbeddedServer> {
  await initCluster(place);
  // Left behind by a killed process: take it over, or let it finish its shutdown.
  for (let left = await findPostmaster(place); left; left = await findPostmaster(place)) {
    if (left.connection.host && (await answers(left))) return handle(left, await clusterName(place.cluster), lock);
    if (performance.now() > deadline)
      throw new Error(`The database of ${place.dataDir} (process ${left.pid}) does not answer.`);
    await sleep(50);
  }
  const cluster = await clusterName(place.cluster);
  await endOrphans(cluster);
  const socketDir = await makeSocketDir(place, cluster);
  await dropStaleFiles(place, socketDir);
  const started = await launch(place, socketDir, cluster, options);
  while (!(await answers(started))) {
    if (!started.isAlive()) throw new Error(`PostgreSQL did not start in ${place.cluster}:\n${await started.tail()}`);
    if (performance.now() > deadline) {
      signal(started.pid, 'SIGINT');
      throw new Error(`PostgreSQL started in ${place.cluster}, but does not answer at ${socketDir}.`);
    }
    await sleep(10);
  }
  return handle(started, cluster, lock);
}

/** With the folder's lock it is the owner's handle, without it that of a guest. */
function handle(server: Postmaster, cluster: string, lock?: FolderLock): EmbeddedServer {
  const listeners: ((code: number | null) => void)[] = [];
  let ended: { code: number | null } | undefined;
  let stopping: Promise<void> | undefined;
  // A program that ends without stop(), by an error say, leaves no server behind.
  const atExit = () => signal(server.pid, 'SIGINT');
  if (lock) process.once('exit', atExit);
  const letGo = () => {
    clearInterval(watch);
    process.off('exit', atExit);
    lock?.release();
  };
  const onEnd = (code: number | null) => {
    if (ended || stopping !== undefined) return;
    ended = { code };
    letGo();
    for (const listener of listeners) listener(code);
  };
  server.child?.once('exit', onEnd);
  const watch = setInterval(() => server.child || server.isAlive() || onEnd(null), 250).unref();

  const end = async () => {
    if (lock) {
      const begun = performance.now();
      if (server.isAlive()) signal(server.pid, 'SIGINT');
      // Stopped ones (SIGSTOP) hear nothing else.
      signal(server.pid, 'SIGCONT');
      wakeChildren(cluster);
      while (server.isAlive()) {
        const passed = performance.now() - begun;
        if (passed > 2 * FAST_SHUTDOWN) signal(server.pid, 'SIGKILL');
        else if (passed > FAST_SHUTDOWN) signal(server.pid, 'SIGQUIT');
        await sleep(20);
      }
      // Only an empty folder goes; the one beside the data is made again as easily.
      await rmdir(server.connection.host).catch(() => undefined);
    }
    letGo();
  };
  return {
    connection: server.connection,
    isOwner: lock !== undefined,
    stop: () => {
      if (ended) return Promise.resolve();
      stopping ??= end();
      return stopping;
    },
    onExit: (listener) => {
      listeners.push(listener);
      if (ended) listener(ended.code);
    },
  };
}
