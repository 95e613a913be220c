import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const project = new URL('../../', import.meta.url).pathname;

/** A folder for data that the database's user can reach, whoever runs the tests. */
export function dataFolder(): string {
  const folder = mkdtempSync('/tmp/onward-start-');
  chmodSync(folder, 0o755);
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One of our programs as `npm start` and `npm run onward` start it, with exactly these settings. */
export class Program {
  private readonly child: ChildProcess;
  private out = '';
  private err = '';
  private readonly closed: Promise<Ended>;

  constructor(file: 'main' | 'cli', settings: Record<string, string>, args: readonly string[] = []) {
    const options = ['--enable-source-maps', '--import', './scripts/build-if-stale.mjs'];
    this.child = spawn(process.execPath, [...options, `dist/${file}.js`, ...args], {
      cwd: project,
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => {
      this.out += chunk;
    });
    this.child.stderr?.on('data', (chunk) => {
      this.err += chunk;
    });
    this.closed = once(this.child, 'close').then(([code]) => ({
      code: code as number | null,
      out: this.out,
      err: this.err,
    }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.out;
  }

  get errors(): string {
    return this.err;
  }

  ended(): Promise<Ended> {
    return this.closed;
  }

  signal(name: NodeJS.Signals): Promise<Ended> {
    this.child.kill(name);
    return this.closed;
  }

  /** Where the service answers. Throws what it printed when it ends instead. */
  async address(): Promise<string> {
    const says = (async () => {
      for (;;) {
        const url = /Address +(http:\S+)|serves at (\S+)/.exec(this.out);
        if (url) return (url[1] ?? url[2] ?? '').replace('localhost', '127.0.0.1');
        await sleep(20);
      }
    })();
    const ends = this.closed.then(({ out, err }) => Promise.reject(new Error(`It ended:\n${out}${err}`)));
    return Promise.race([says, ends]);
  }
}

export const cli = (settings: Record<string, string>, ...args: string[]): Promise<Ended> =>
  new Program('cli', settings, args).ended();
