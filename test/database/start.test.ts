import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent, get as httpGet } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { Caller } from '../support/caller.js';
import { effort } from '../support/effort.js';
import { freePort } from '../support/free-port.js';
import { cli, dataFolder, Program } from '../support/service.js';

const folders: string[] = [];
const running = new Set<Program>();

function settings(more: Record<string, string> = {}): Record<string, string> {
  const folder = dataFolder();
  folders.push(folder);
  return { PORT: '0', ONWARD_DATA_DIR: join(folder, 'data'), ...more };
}

function start(of: Record<string, string>, ...args: string[]): Program {
  const program = new Program('main', of, args);
  running.add(program);
  return program;
}

const postmasterOf = (of: Record<string, string>): number =>
  Number.parseInt(readFileSync(join(of.ONWARD_DATA_DIR ?? '', 'postgres/postmaster.pid'), 'utf8'), 10);

const accountsIn = (output: string): { email: string; password: string }[] =>
  [...output.matchAll(/(\S+@demo\.example) +(\S+)\n/g)].map(([, email = '', password = '']) => ({ email, password }));

async function signedIn(url: string, account: { email: string; password: string } | undefined): Promise<Caller> {
  const { body } = await new Caller(url).post('/v1/auth/sign-in', account);
  return new Caller(url, { authorization: `Bearer ${body.accessToken}` });
}

const newest = async (url: string, to: string): Promise<string> => {
  const { body } = await new Caller(url).get('/dev/mailbox', { accept: 'application/json' });
  return (body as { to: string; text: string }[]).find((mail) => mail.to === to)?.text ?? '';
};

afterEach(async () => {
  await Promise.all([...running].map((program) => program.signal('SIGTERM')));
  running.clear();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the start', () => {
  it('says at once that the port is taken, and names a free one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const given = settings({ PORT: String(port) });
    const { code, err } = await start(given).ended();
    expect(code).toBe(1);
    expect(err).toContain(`Port ${port} is taken`);
    const free = Number(/PORT=(\d+) npm start/.exec(err)?.[1]);
    expect(free).toBeGreaterThan(port);
    expect(err).not.toContain('    at ');
    expect(existsSync(given.ONWARD_DATA_DIR ?? '')).toBe(false);
    other.close();
  });

  it('in production refuses everything unsafe in one go', async () => {
    const given = settings({ NODE_ENV: 'production', ONWARD_SECRET: 'changeme', ONWARD_SEED: 'true', PORT: 'http' });
    const { code, out, err } = await start(given, '--role=everything').ended();
    expect([code, out]).toEqual([1, '']);
    for (const name of ['--role=everything', 'PORT', 'DATABASE_URL', 'ONWARD_SECRET', 'ONWARD_PUBLIC_URL', 'SMTP_URL'])
      expect(err).toContain(`  - ${name}`);
    expect(err).toContain('ONWARD_SEED');
    expect(err).not.toContain('    at ');
  });

  it('says once what is wrong with a database that it cannot reach, tries again until it is there, and ends when told', async () => {
    const program = start(settings({ DATABASE_URL: 'postgres://127.0.0.1:9/onward' }));
    while (program.errors === '') await sleep(20);
    await sleep(1500);
    const { code, err } = await program.signal('SIGTERM');
    running.delete(program);
    expect(err).toMatch(/^DATABASE_URL: nothing answers[^\n]*\(ECONNREFUSED\) Trying again until it is there\.\n$/);
    expect(code).toBe(0);
  });

  it('ends with 0 and no stack, whenever it is told to: while it makes the database, its tables, its demo', async () => {
    for (const after of [0, 1500, 4000]) {
      const given = settings();
      const program = start(given);
      // From here on it is our program that runs, and no longer Node that loads it.
      while (!existsSync(given.ONWARD_DATA_DIR ?? '')) await sleep(20);
      await sleep(after);
      const { code, err } = await program.signal('SIGTERM');
      running.delete(program);
      expect([after, code, err]).toEqual([after, 0, '']);
      // It leaves no server behind; one that was only just begun ends a moment after it.
      while (existsSync(join(given.ONWARD_DATA_DIR ?? '', 'postgres/postmaster.pid'))) await sleep(50);
    }
  });

  it('waits for a worker of its own port to be well, and that says so', async () => {
    const given = settings({ ONWARD_SEED: 'false', ONWARD_WORKER_PORT: String(await freePort()) });
    const program = start(given, '--role=worker');
    const worker = new Caller(`http://127.0.0.1:${given.ONWARD_WORKER_PORT}`);
    const status = (path: string): Promise<number> =>
      worker.get(path).then(
        (answer) => answer.status,
        () => 0,
      );
    while ((await status('/health/ready')) !== 200) await sleep(50);
    expect(program.output).toContain('The worker runs');
    expect([await status('/health/live'), await status('/v1/clients')]).toEqual([200, 404]);
    expect((await program.signal('SIGTERM')).code).toBe(0);
    running.delete(program);
  });

  it('of two first ones at once, on one data folder, both come up, and there is one demo', async () => {
    const given = settings();
    const both = [start(given), start(given)];
    await Promise.all(both.map((program) => program.address()));
    expect(both.filter(({ output }) => accountsIn(output).length === 4)).toHaveLength(1);
    expect(both.map(({ errors }) => errors)).toEqual(['', '']);
  });

  it('makes a demo once, keeps every acknowledged write over kill -9, and serves again', async () => {
    const given = settings();
    const first = start(given);
    const url = await first.address();
    const accounts = accountsIn(first.output);
    expect(accounts).toHaveLength(4);
    expect(new Set(accounts.map(({ password }) => password)).size).toBe(4);
    const link = /http:\/\/localhost:\d+\/d\?locale=\w+#[\w-]{43}/.exec(first.output)?.[0];
    expect(link).toBeDefined();
    const coach = await signedIn(
      url,
      accounts.find(({ email }) => email.startsWith('ana')),
    );
    expect((await coach.get('/v1/clients?total=true')).body.total).toBe(3);
    expect((await coach.get('/v1/debriefs')).body.items.length).toBeGreaterThan(1);
    const written = await coach.post('/v1/clients', { legalName: 'Written Before' });
    expect(written.status).toBe(201);
    const postmaster = postmasterOf(given);
    expect((await first.signal('SIGKILL')).code).toBeNull();
    running.delete(first);

    const second = start(given);
    const again = await second.address();
    expect(second.output).not.toContain('@demo.example');
    expect(second.output).toContain('demo:accounts');
    expect(postmasterOf(given)).toBe(postmaster);
    const token = await signedIn(
      again,
      accounts.find(({ email }) => email.startsWith('ana')),
    );
    expect((await token.get(`/v1/clients/${written.body.id}`)).body.legalName).toBe('Written Before');

    process.kill(postmaster, 'SIGKILL');
    const seen = new Set<number>();
    while (!(seen.size > 0 && seen.has(200))) {
      const { status } = await token.get('/v1/clients');
      if (status !== 200 || seen.size > 0) seen.add(status);
      await sleep(50);
    }
    expect([...seen].toSorted()).toEqual([200, 503]);
    expect(postmasterOf(given)).not.toBe(postmaster);
  });

  it('ends in order on SIGTERM: no longer ready, what runs is finished, idle connections do not hold it', async () => {
    const given = settings({ ONWARD_SEED: 'false', ONWARD_DRAIN_SECONDS: '5' });
    const program = start(given);
    const url = await program.address();
    const agent = new Agent({ keepAlive: true });
    const ask = (path: string): Promise<number> =>
      new Promise((resolve, reject) => {
        httpGet(url + path, { agent }, (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        }).on('error', reject);
      });
    expect(await Promise.all(Array.from({ length: 10 }, () => ask('/health/ready')))).toEqual(Array(10).fill(200));
    const begun = Date.now();
    const ended = program.signal('SIGTERM');
    while ((await ask('/health/ready')) === 200) await sleep(20);
    expect([await ask('/health/ready'), await ask('/health/live')]).toEqual([503, 200]);
    // Our ten connections stay open until after the end.
    expect((await ended).code).toBe(0);
    const took = Date.now() - begun;
    expect(took).toBeGreaterThanOrEqual(5000);
    if (effort.isTimed) expect(took).toBeLessThan(9000);
    running.delete(program);
    agent.destroy();
    expect(existsSync(join(given.ONWARD_DATA_DIR ?? '', 'postgres/postmaster.pid'))).toBe(false);
  });
});

const north = [
  ...['organization:create', '--name', 'North', '--time-zone', 'America/Los_Angeles'],
  ...['--admin-name', 'Sol', '--admin-email', 'sol@north.example'],
];

describe('the command line', () => {
  it('makes an organization while the service runs; the invitation goes out at once and opens the account', async () => {
    const given = settings();
    const program = start(given);
    const url = await program.address();
    const made = await cli(given, ...north);
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out).toContain('has been sent to sol@north.example');
    const token = /join#([\w-]{43})/.exec(await newest(url, 'sol@north.example'))?.[1];
    const password = 'seven quiet herons at dawn';
    const joined = await new Caller(url).post('/v1/invitations/acceptance', { token, password });
    expect(joined.body.me).toMatchObject({ name: 'Sol', role: 'admin', organization: { name: 'North' } });

    const twice = await cli(given, ...north);
    expect([twice.code, twice.out]).toEqual([1, '']);
    expect(twice.err).not.toContain('    at ');
    const taken = await cli(given, ...north.map((word) => (word === 'North' ? 'Other' : word)));
    expect(taken.code).toBe(1);

    const renewed = await cli(given, 'demo:accounts');
    expect([renewed.code, accountsIn(renewed.out).length]).toEqual([0, 4]);
    const old = await new Caller(url).post('/v1/auth/sign-in', accountsIn(program.output)[0]);
    const fresh = await new Caller(url).post('/v1/auth/sign-in', accountsIn(renewed.out)[0]);
    expect([old.status, fresh.status]).toEqual([401, 200]);
  });

  it('makes an organization while the service is stopped, before its first start; the invitation goes out later', async () => {
    const given = settings();
    const made = await cli(given, ...north, '--locale', 'es');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out).toContain('waits');
    expect(existsSync(join(given.ONWARD_DATA_DIR ?? '', 'postgres/postmaster.pid'))).toBe(false);
    expect(await cli(given, 'demo:accounts')).toEqual({
      code: 1,
      out: '',
      err: 'This database holds no demo. It is made when npm start finds an empty database.\n',
    });

    const program = start(given);
    const url = await program.address();
    expect(program.output).not.toContain('@demo.example');
    let mail = '';
    while (mail === '') {
      mail = await newest(url, 'sol@north.example');
      await sleep(50);
    }
    expect(mail).toContain('Hola, Sol:');
  });

  it('lists what is not delivered and makes it due again; it says what would be, and ends with 1 or 2 for what cannot', async () => {
    const given = settings();
    expect((await cli(given, ...north)).code).toBe(0);
    const list = await cli(given, 'deliveries:list');
    expect([list.code, list.err]).toEqual([0, '']);
    expect(list.out).toContain('0 parked, 1 pending');
    const id = /^(\S+:invitations\.mail) {2}pending {2}0 tries/m.exec(list.out)?.[1] ?? '';
    const retry = async (...args: string[]) => {
      const { code, out } = await cli(given, 'deliveries:retry', ...args);
      return [code, out.trimEnd().split('\n').at(-1)];
    };
    expect(await retry(id, '--dry-run')).toEqual([0, 'Would be retried: 1 delivery.']);
    expect(await retry(id)).toEqual([0, expect.stringContaining('Due again: 1 delivery.')]);
    expect(await retry('--all')).toEqual([0, 'Due again: 0 deliveries.']);
    const unknown = id.replace('invitations', 'nobody');
    expect(await retry(unknown)).toEqual([1, '']);
    expect((await cli(given, 'deliveries:retry', unknown)).err).toBe(`No delivery ${unknown} waits or is parked.\n`);
    expect(await retry()).toEqual([2, '']);
    expect(await retry('this one')).toEqual([2, '']);
    expect((await cli(given, 'deliveries:list', '--status', 'lost')).code).toBe(2);
    expect((await cli(given, 'deliveries:list', '--organization', 'North')).code).toBe(2);
    expect((await cli(given, 'deliveries:list', '--status', 'parked')).out).not.toContain('invitations.mail');
  });

  it('compares the counts that reports read with the applications; on a new installation all are right', async () => {
    const given = settings();
    expect((await cli(given, ...north)).code).toBe(0);
    const right = await cli(given, 'counts:compare', '--repair');
    expect([right.code, right.err, right.out.trimEnd()]).toEqual([0, '', 'Every count is what the applications say.']);
    expect((await cli(given, 'counts:compare', '--mend')).code).toBe(2);
  });

  it('makes a first supervisor too, and says when there is nobody to confirm or to let back in', async () => {
    const given = settings();
    const alone = await cli(given, ...north, '--supervisor-name', 'Uma');
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('--supervisor-email')]);
    const made = await cli(given, ...north, '--supervisor-name', 'Uma', '--supervisor-email', 'uma@north.example');
    expect([made.code, made.out]).toEqual([0, expect.stringContaining('The invitation of Uma waits.')]);
    const nobody = await cli(given, 'invitation:confirm', 'uma@north.example');
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining('Nothing waits to be confirmed')]);
    expect((await cli(given, 'staff:reinstate', 'uma')).code).toBe(2);
    const active = await cli(given, 'staff:reinstate', 'uma@north.example');
    expect([active.code, active.err]).toEqual([1, expect.stringContaining('No suspended account')]);
  });

  it('tells all mistakes of a command at once, makes nothing, and ends with 2', async () => {
    const given = settings();
    const { code, out, err } = await cli(given, 'organization:create', '--time-zone', 'Pacific', '--locale', 'xx');
    expect([code, out]).toEqual([2, '']);
    for (const option of ['--name', '--time-zone', '--locale', '--admin-name', '--admin-email'])
      expect(err).toContain(`  - ${option}`);
    expect(err).not.toContain('    at ');
    expect((await cli(given, 'organisation:create')).code).toBe(2);
    expect(await cli(given, '--help')).toMatchObject({ code: 0, out: expect.stringContaining('organization:create') });
    expect(readdirSync(join(given.ONWARD_DATA_DIR ?? '', '..'))).toEqual([]);
  });
});
