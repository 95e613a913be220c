import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/platform/embedded-postgres/server.js';
import { endProgram as end, makeProject, program, programs } from '../support/embedded-programs.js';

const home = mkdtempSync('/tmp/onward-embedded-');
chmodSync(home, 0o755);
const isRoot = process.getuid?.() === 0;
const open = new Set<EmbeddedServer>();
let count = 0;
const folder = () => join(home, `data, "ñ" ${++count}`);

async function start(dataDir: string): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ dataDir });
  open.add(server);
  return server;
}

async function ask(server: Pick<EmbeddedServer, 'connection'>, ...statements: string[]): Promise<unknown[][]> {
  const client = new pg.Client({ ...server.connection, database: 'postgres' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    let rows: unknown[][] = [];
    for (const text of statements) rows = (await client.query({ text, rowMode: 'array' })).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const keep = (value: string) => [
  'create table if not exists kept (value text)',
  `insert into kept values ('${value}')`,
];
const postmasterOf = (dataDir: string) =>
  Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

afterEach(async () => {
  for (const child of programs) child.kill('SIGKILL');
  for (const server of open) await server.stop();
  open.clear();
});

afterAll(async () => {
  for (const name of readdirSync(home)) {
    const dataDir = join(home, name);
    if (existsSync(join(dataDir, 'postgres/postmaster.pid'))) await (await startEmbeddedServer({ dataDir })).stop();
  }
  rmSync(home, { recursive: true });
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data over a stop and a start', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    expect(first.isOwner).toBe(true);
    await ask(first, ...keep('a letter'));
    const pid = postmasterOf(dataDir);
    await first.stop();
    expect(isRunning(pid)).toBe(false);
    const second = await start(dataDir);
    expect(await ask(second, 'select value from kept')).toEqual([['a letter']]);
  });

  it('is PostgreSQL 18 in UTF-8 and UTC with checksums, fsync, no TCP port, and trigrams of every alphabet', async () => {
    const server = await start(folder());
    const names = ['data_checksums', 'fsync', 'listen_addresses', 'TimeZone', 'server_encoding', 'log_statement'];
    const [values] = await ask(server, `select ${names.map((name) => `current_setting('${name}')`).join(', ')}`);
    expect(values).toEqual(['on', 'on', '', 'UTC', 'UTF8', 'none']);
    expect(await ask(server, "select current_setting('server_version_num')::int / 10000, lower('ÑÉ')")).toEqual([
      [18, 'ñé'],
    ]);
    const trigrams = await ask(
      server,
      'create extension pg_trgm',
      "select cardinality(show_trgm('سلام')), similarity('peña', 'pena') < 1",
    );
    expect(trigrams).toEqual([[5, true]]);
    expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
  });

  it('writes nothing of a failing statement into its log', async () => {
    const dataDir = folder();
    const server = await start(dataDir);
    await ask(server, 'create table once (name text primary key)', "insert into once values ('Maria')");
    await expect(ask(server, "insert into once values ('Maria')")).rejects.toThrow('duplicate key');
    await expect(ask(server, "select 'Maria'::int")).rejects.toThrow('Maria');
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('Maria');
  });

  it('has one owner when two processes start at the same time, and a guest does not stop it', async () => {
    const dataDir = folder();
    const [one, two] = [program(dataDir), program(dataDir)];
    const states = await Promise.all([one.ready, two.ready]);
    expect(states.map((state) => state.isOwner).sort()).toEqual([false, true]);
    const [owner, guest] = states[0].isOwner ? [one, two] : [two, one];
    await ask(states[0], ...keep('seen by both'));
    await end(guest.child);
    expect(await ask(states[1], 'select value from kept')).toEqual([['seen by both']]);
    const pid = postmasterOf(dataDir);
    await end(owner.child);
    expect(isRunning(pid)).toBe(false);
  });

  it('lets a second start in the same process join, and tells it when the owner stops', async () => {
    const dataDir = folder();
    const owner = await start(dataDir);
    const guest = await start(dataDir);
    expect(guest.isOwner).toBe(false);
    const gone = new Promise((done) => guest.onExit(done));
    await owner.stop();
    expect(await gone).toBeNull();
  });

  it('says that the postmaster was killed, and starts again beside a statement that still runs', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    await ask(first, ...keep('acknowledged'));
    const busy = ask(first, 'do $$ begin loop end loop; end $$').catch((error) => error);
    const runs = "select 1 from pg_stat_activity where state = 'active' and query like 'do %'";
    while ((await ask(first, runs)).length === 0) await sleep(20);
    const gone = new Promise((done) => first.onExit(done));
    process.kill(postmasterOf(dataDir), 'SIGKILL');
    expect(await gone).toBeNull();
    const second = await start(dataDir);
    expect(second.isOwner).toBe(true);
    expect(await ask(second, 'select value from kept')).toEqual([['acknowledged']]);
    expect(await busy).toBeInstanceOf(Error);
  });

  it('outlives a killed program, is taken over by the next, and is stopped by it', async () => {
    const dataDir = folder();
    const killed = program(dataDir);
    await ask(await killed.ready, ...keep('still here'));
    const pid = postmasterOf(dataDir);
    killed.child.kill('SIGKILL');
    await once(killed.child, 'close');
    const next = await start(dataDir);
    expect(postmasterOf(dataDir)).toBe(pid);
    expect(await ask(next, 'select value from kept')).toEqual([['still here']]);
    expect(next.isOwner).toBe(true);
    await next.stop();
    expect(isRunning(pid)).toBe(false);
  });

  it('starts when the number in a stale lock file belongs to another program by now', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    const lock = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
    await first.stop();
    const stranger = spawn('sleep', ['60'], isRoot ? { uid: statSync(join(dataDir, 'postgres')).uid } : {});
    programs.add(stranger);
    writeFileSync(join(dataDir, 'postgres/postmaster.pid'), lock.replace(/^\d+/, String(stranger.pid)));
    const second = await start(dataDir);
    expect(second.isOwner).toBe(true);
    expect(isRunning(stranger.pid ?? 0)).toBe(true);
  });

  it('recovers from an initdb that was killed half-way', async () => {
    /** Kills an initdb; where it was done before we saw it half-way, another one. */
    const killedHalfWay = async (): Promise<string> => {
      for (;;) {
        const dataDir = folder();
        const isDone = () => existsSync(join(dataDir, 'postgres'));
        const isHalf = () =>
          existsSync(dataDir) &&
          readdirSync(dataDir).some(
            (name) => name.startsWith('postgres.init-') && existsSync(join(dataDir, name, 'base/1')),
          );
        const killed = program(dataDir);
        const failure = killed.ready.catch((error) => error);
        while (!isHalf() && !isDone()) await sleep(5);
        killed.child.kill('SIGKILL');
        await failure;
        if (!isDone()) return dataDir;
      }
    };
    const dataDir = await killedHalfWay();
    const server = await start(dataDir);
    await ask(server, ...keep('whole'));
    expect(readdirSync(dataDir).filter((name) => name.includes('init'))).toEqual([]);
  });

  it('refuses a folder of other files in its place, and leaves them alone', async () => {
    const dataDir = folder();
    mkdirSync(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/thesis.txt'), 'mine');
    await expect(start(dataDir)).rejects.toThrow('Move it away');
    expect(readFileSync(join(dataDir, 'postgres/thesis.txt'), 'utf8')).toBe('mine');
  });

  it('says why PostgreSQL did not start, and can be started again', async () => {
    const dataDir = folder();
    await expect(startEmbeddedServer({ dataDir, settings: { max_connections: 'many' } })).rejects.toThrow(
      'max_connections',
    );
    expect(await ask(await start(dataDir), 'select 1')).toEqual([[1]]);
  });

  it('hands its log to the caller line by line', async () => {
    const lines: string[] = [];
    const dataDir = folder();
    const server = await startEmbeddedServer({ dataDir, log: (line) => lines.push(line) });
    await server.stop();
    expect(lines.join('\n')).toMatch(/ready to accept connections.*shut down/s);
    expect(existsSync(join(dataDir, 'postgres.log'))).toBe(false);
  });

  it('works in a folder whose path is too long for a socket', async () => {
    const server = await start(join(home, 'deep'.repeat(20), 'deeper'.repeat(20)));
    expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
    await ask(server, ...keep('deep'));
    await server.stop();
    expect(existsSync(server.connection.host)).toBe(false);
  });
});

(isRoot ? describe : describe.skip)('the embedded PostgreSQL, started by root', () => {
  it('runs as another user, also in a project that only root may enter, and opens it to nobody', async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const dataDir = join(closed, 'data');
    const first = await start(dataDir);
    await ask(first, ...keep('behind the door'));
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(statSync(join(dataDir, 'postgres')).uid);
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
    await first.stop();
    const second = await start(dataDir);
    expect(await ask(second, 'select value from kept')).toEqual([['behind the door']]);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    await second.stop();
  });
});

// `nobody` stands for the ordinary user; its project is a copy with binaries of its own, links missing.
(isRoot ? describe : describe.skip)('the embedded PostgreSQL, started by an ordinary user', () => {
  const uid = isRoot ? Number(execFileSync('id', ['-u', 'nobody'])) : 0;
  const project = join(home, 'project');

  it('runs as that user, with a package it may not write to and whose install script did not run', async () => {
    const source = makeProject(project);
    const dataDir = join(project, 'mine');
    mkdirSync(dataDir);
    chownSync(dataDir, uid, uid);
    const { child, ready } = program(dataDir, { identity: { uid, gid: uid }, source });
    expect((await ready).isOwner).toBe(true);
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(uid);
    const pid = postmasterOf(dataDir);
    await end(child);
    expect(isRunning(pid)).toBe(false);
    const asRoot = await start(dataDir);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(uid);
    await asRoot.stop();
    const again = program(dataDir, { identity: { uid, gid: uid }, source });
    expect((await again.ready).isOwner).toBe(true);
    await end(again.child);
  });
});
