import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { ClientConfig } from 'pg';
import type { Template } from '../recording/template.js';

/** A server that is measured, in a process of its own. */
export interface Contender {
  readonly name: 'onward' | 'bare' | 'walled' | 'nest' | 'nest-plain';
  readonly child: ChildProcess;
  readonly pid: number;
  readonly port: number;
  readonly tokens: Readonly<Record<string, string>>;
  /** Before every path: one process may serve two ways of answering. */
  readonly prefix: string;
}

export interface BareSettings {
  readonly connection: ClientConfig;
  readonly options: string;
  readonly cases: Readonly<Record<string, Template>>;
}

export interface NestSettings {
  readonly connection: ClientConfig;
  /** Whom a rejection is delivered to, and which looks Onward writes down: the same rows are written here. */
  readonly consumers: readonly string[];
  readonly looks: readonly string[];
}

/** Starts the program and waits until it listens. */
export function startContender(name: Contender['name'], file: string, settings: object): Promise<Contender> {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(settings)], {
    execArgv: ['--import', join(import.meta.dirname, '../../scripts/typescript.mjs')],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      const { port, ...tokens } = message as { port: number } & Record<string, string>;
      resolve({ name, child, pid: child.pid ?? 0, port, tokens, prefix: '' });
    });
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

/** Asks a contender something over its own line, and waits for the answer. */
export const ask = <Answer>({ child }: Contender, question: string): Promise<Answer> =>
  new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as Answer));
    child.send(question);
  });
