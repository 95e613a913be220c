import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../kernel/errors.js';
import { asListed, wordsOf } from './passwords.rules.js';

const paths = createRequire(import.meta.url);

/** Longer ones are looked at as far as this: a guess takes time by the square of the length. */
const LONGEST = 64;
/** The lists take 40 MB and the first look a third of a second: they go again when nobody has a new password. */
const IDLE_MS = 60_000;
const DEADLINE_MS = 5000;

/** In a thread, because a look takes up to a tenth of a second, and in plain words, because it has to stand alone there. */
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { ZxcvbnFactory } = require(workerData.core);
  const { dictionary, adjacencyGraphs: graphs } = require(workerData.lists);
  const guesser = new ZxcvbnFactory({ dictionary, graphs, maxLength: workerData.longest });
  parentPort.on('message', ({ id, forms, words }) => {
    const guesses = Math.min(...forms.map((form) => guesser.check(form, words).guessesLog10));
    parentPort.postMessage({ id, guesses });
  });`;

interface Waiting {
  readonly resolve: (guesses: number) => void;
  readonly reject: (error: Error) => void;
}

let worker: Worker | null = null;
let asked = 0;
let idle: NodeJS.Timeout | undefined;
const waiting = new Map<number, Waiting>();

/**
 * How many guesses a password takes (as a power of ten) of whoever tries the common ones, keyboard rows, dates and
 * repeats first, and knows this about the person. Throws 503 when it cannot be told.
 */
export function guessesOf(password: string, context: readonly string[]): Promise<number> {
  const thread = worker ?? start();
  const id = asked++;
  clearTimeout(idle);
  thread.ref();
  const late = setTimeout(() => stop(thread), DEADLINE_MS);
  return new Promise<number>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    const forms = [password, asListed(password)].map((form) => form.slice(0, LONGEST));
    thread.postMessage({ id, forms, words: wordsOf(context) });
  }).finally(() => {
    clearTimeout(late);
    if (waiting.size > 0 || worker !== thread) return;
    thread.unref();
    idle = setTimeout(() => stop(thread), IDLE_MS).unref();
  });
}

function start(): Worker {
  const [core, lists] = ['@zxcvbn-ts/core', '@zxcvbn-ts/language-common'].map((name) => paths.resolve(name));
  const thread = new Worker(PROGRAM, { eval: true, workerData: { core, lists, longest: LONGEST } });
  thread.on('message', ({ id, guesses }: { id: number; guesses: number }) => {
    waiting.get(id)?.resolve(guesses);
    waiting.delete(id);
  });
  thread.on('error', () => stop(thread));
  thread.on('exit', () => stop(thread));
  worker = thread;
  return thread;
}

/** Whoever waits for it is told that it cannot be told just now. */
function stop(thread: Worker): void {
  if (worker !== thread) return;
  worker = null;
  void thread.terminate();
  for (const { reject } of waiting.values()) reject(new AppError('unavailable', 'http.unavailable'));
  waiting.clear();
}
