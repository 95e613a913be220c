import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** What a hand says once, when it can begin. */
export const READY = 'ready';

/** What a hand answers to a piece of work: what it made, or the name of what failed. */
export type Reply = { readonly made: unknown } | { readonly failed: string };

/** Who does the work: gone once it has ended or failed. */
export interface Hand<Work> {
  readonly pid: number | null;
  /** Resolves when it can begin. */
  readonly ready: Promise<void>;
  /** True once it has ended, by whoever's hand. */
  readonly isGone: () => boolean;
  /** One piece at a time. Answers with words when it is gone before it is done. */
  work(work: Work, answer: (reply: Reply | string) => void): void;
  megabytes(): Promise<number>;
  /** Processor time so far, in ms; null where nobody says. */
  busyMs(): Promise<number | null>;
  end(): void;
}

export type StartHand<Work> = () => Hand<Work>;

const HEAP_MB = 256;

/** Our program as it is: built, or, in tests and `npm run dev`, as sources that need a loader. */
const loaderOf = (program: URL): string[] =>
  program.pathname.endsWith('.ts')
    ? ['--import', new URL('../../../scripts/typescript.mjs', import.meta.url).href]
    : [];

/** The program beside the caller's own, in the form in which that is loaded. */
export const beside = (caller: string, name: string): URL =>
  new URL(`${name}.${caller.endsWith('.ts') ? 'ts' : 'js'}`, caller);

/** A hand that is a process of its own: it can be ended in the middle of native code. It is told no setting and no secret. */
export const childProcess =
  <Work>(program: URL): StartHand<Work> =>
  () => {
    const child = fork(fileURLToPath(program), {
      env: {},
      execArgv: [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=4', ...loaderOf(program)],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.unref();
    child.channel?.unref();
    const { promise: ready, resolve: begin } = Promise.withResolvers<void>();
    let answer: (reply: Reply | string) => void = () => undefined;
    child.on('message', (message) => (message === READY ? begin() : answer(message as Reply)));
    child.on('error', (error: Error) => answer(error.name));
    child.on('exit', (code, signal) => answer(`its process ended (${signal ?? code})`));
    return {
      pid: child.pid ?? null,
      ready,
      isGone: () => child.exitCode !== null || child.signalCode !== null || !child.connected,
      work: (work, answerTo) => {
        answer = answerTo;
        child.send(work as object, (error) => error && answer(error.name));
      },
      megabytes: () => residentMegabytes(child.pid),
      busyMs: () => processorMs(child.pid),
      end: () => void child.kill('SIGKILL'),
    };
  };

/** A hand that is a thread: lighter, for work in our own language, which can be interrupted. */
export const thread =
  <Work>(program: URL): StartHand<Work> =>
  () => {
    const worker = new Worker(fileURLToPath(program), {
      env: {},
      execArgv: loaderOf(program),
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 8 },
    });
    worker.unref();
    const { promise: ready, resolve: begin } = Promise.withResolvers<void>();
    let answer: (reply: Reply | string) => void = () => undefined;
    worker.on('message', (message) => (message === READY ? begin() : answer(message as Reply)));
    worker.on('error', (error: Error) => answer(error.name));
    let isGone = false;
    worker.on('exit', (code) => {
      isGone = true;
      answer(`its thread ended (${code})`);
    });
    return {
      pid: null,
      ready,
      isGone: () => isGone,
      work: (work, answerTo) => {
        answer = answerTo;
        worker.postMessage(work);
      },
      megabytes: async () => 0,
      busyMs: async () => null,
      end: () => void worker.terminate(),
    };
  };

/** Hundredths of a second, after the name, which may hold spaces. */
async function processorMs(pid: number | undefined): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields ? (Number(fields[11]) + Number(fields[12])) * 10 : null;
}

/** What Linux says; elsewhere nothing is known, and the time bound holds alone. */
async function residentMegabytes(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}
