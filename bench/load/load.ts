import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';

/** One request as a contender gets it. */
export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came of a load. Latencies in milliseconds. */
export interface Result {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers of 400 and above; requests without an answer in time; broken connections. */
  readonly bad: number;
  readonly timeouts: number;
  readonly broken: number;
}

export interface Load {
  readonly port: number;
  readonly requests: readonly Sent[];
  readonly connections: number;
  readonly seconds: number;
}

function isThere(program: string): boolean {
  try {
    execFileSync('which', [program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** wrk costs the machine a fraction of what autocannon does; where it is not installed, autocannon must do. */
export const loader: 'wrk' | 'autocannon' = isThere('wrk') ? 'wrk' : 'autocannon';

/** Puts the load on; throws when anything was refused, late or broken, so that no figure hides it. */
export async function put(load: Load, what: string): Promise<Result> {
  const result = await (loader === 'wrk' ? byWrk(load) : byAutocannon(load));
  const { bad, timeouts, broken } = result;
  if (bad + timeouts + broken > 0)
    throw new Error(`${what}: ${bad} bad answers, ${timeouts} time-outs, ${broken} broken connections`);
  return result;
}

const raw = ({ method, path, headers, body }: Sent): string => {
  const all = { host: 'localhost', ...headers, ...(body ? { 'content-length': String(Buffer.byteLength(body)) } : {}) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
};

async function byWrk({ port, requests, connections, seconds }: Load): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'onward-wrk-'));
  try {
    const file = join(folder, 'requests');
    writeFileSync(file, requests.map((request) => `${raw(request)}\0`).join(''));
    const script = join(import.meta.dirname, 'wrk.lua');
    const shape = [
      '-t',
      '1',
      '-c',
      String(connections),
      '-d',
      `${Math.ceil(seconds)}s`,
      '--timeout',
      '10s',
      '-s',
      script,
    ];
    const url = `http://127.0.0.1:${port}/`;
    const { stdout } = await promisify(execFile)('wrk', [...shape, url, '--', file]);
    const line = stdout.split('\n').find((text) => text.startsWith('@'));
    if (!line) throw new Error(`wrk said nothing that we understand:\n${stdout}`);
    return JSON.parse(line.slice(1)) as Result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function byAutocannon({ port, requests, connections, seconds }: Load): Promise<Result> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: requests.map((request) => ({ ...request })),
  });
  return {
    requests: result['2xx'],
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    bad: result.non2xx,
    timeouts: result.timeouts,
    broken: result.errors - result.timeouts,
  };
}
