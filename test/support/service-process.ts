import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ClientConfig } from 'pg';
import { freePort } from './free-port.js';

const node = ['--enable-source-maps', '--import', './scripts/build-if-stale.mjs'];

/** The real program, as `npm start` runs it, with its own embedded database in a folder of its own. */
export class ServiceProcess {
  private child: ChildProcess | null = null;
  /** What it wrote, over all its lives. */
  output = '';

  private constructor(
    readonly url: string,
    private readonly dataDir: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async create(environment: Record<string, string>): Promise<ServiceProcess> {
    const [port, dataDir] = [await freePort(), mkdtempSync(join(tmpdir(), 'onward-crash-'))];
    return new ServiceProcess(`http://127.0.0.1:${port}`, dataDir, {
      PATH: process.env.PATH,
      PORT: String(port),
      ONWARD_DATA_DIR: join(dataDir, 'data'),
      ONWARD_SEED: 'false',
      ONWARD_LOG: 'warn',
      ...environment,
    });
  }

  /** Starts it and waits until it serves; answers how long that took, in ms. */
  async start(): Promise<number> {
    const child = spawn(process.execPath, [...node, 'dist/main.js'], { env: this.environment });
    const keep = (chunk: Buffer): void => {
      this.output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.child = child;
    return this.ready();
  }

  /** Waits until it can serve; answers how long that took, in ms. */
  async ready(): Promise<number> {
    const since = Date.now();
    while (Date.now() - since < 240_000) {
      if (this.child?.exitCode !== null) break;
      const answer = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
      await answer?.arrayBuffer().catch(() => null);
      if (answer?.status === 200) return Date.now() - since;
      await sleep(25);
    }
    throw new Error(`The service does not serve:\n${this.output}`);
  }

  /** What `npm run onward --` does, with the same settings, while the service runs. */
  async command(...given: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [...node, 'dist/cli.js', ...given], {
      env: this.environment,
    });
    return stdout;
  }

  /** SIGKILL to the service: no hand is raised to end anything in order. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** SIGKILL to the database's first process. */
  killDatabase(): void {
    process.kill(this.postmaster(), 'SIGKILL');
  }

  /** The database's first process. */
  postmaster(): number {
    return Number(this.postmasterFile()[0]);
  }

  /** Sends this signal and answers with what code the process ended. */
  async ended(signal: NodeJS.Signals): Promise<number | null> {
    await this.end(signal);
    return this.child?.exitCode ?? null;
  }

  /** The database as its superuser, over its socket. */
  admin(): ClientConfig {
    return { host: this.postmasterFile()[4] ?? '', port: 5432, user: 'postgres', database: 'onward' };
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  private postmasterFile(): string[] {
    return readFileSync(join(this.dataDir, 'data', 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  }
}
