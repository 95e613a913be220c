import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import { httpAdapter } from '../../src/platform/http/adapter.js';
import { Admission } from '../../src/platform/http/admission/admission.js';
import { Readiness } from '../../src/platform/http/health/readiness.js';
import { Deliveries } from '../../src/platform/ledger/deliveries.js';
import { DevelopmentMailbox } from '../../src/platform/mail/development-mailbox.js';
import { Mailer } from '../../src/platform/mail/mailer.js';
import { newApplication } from '../support/applications.js';
import type { Answer } from '../support/caller.js';
import { testServer } from '../support/database.js';
import { ended } from '../support/debriefs.js';
import { effort } from '../support/effort.js';
import { testConfig } from '../support/settings.js';
import { Wire } from '../support/wire.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const times = <Result>(count: number, act: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));
const tally = (answers: readonly Answer[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { status, body } of answers) {
    const key = status < 300 ? String(status) : `${status} ${body.code}`;
    found[key] = (found[key] ?? 0) + 1;
  }
  return found;
};
const reason = { code: 'unknown', source: 'coach_guess' };

describe('a hundred at once', () => {
  it('edits with one ETag: one wins, and the others are told', async () => {
    const { body } = await world.ana.post('/v1/clients', { legalName: 'Rosa' });
    const answers = await times(100, (index) =>
      world.ana.patch(`/v1/clients/${body.id}`, { preferredName: `Name ${index}` }, { 'if-match': '"1.any"' }),
    );
    expect(tally(answers)).toEqual({ 200: 1, '412 http.version-stale': 99 });
    const won = answers.find(({ status }) => status === 200)?.body;
    expect((await world.ana.get(`/v1/clients/${body.id}`)).body).toEqual(won);
    const lines = await world.sql(`select 1 from ledger_lines where subject_id = $1 and name = 'client.changed'`, [
      body.id,
    ]);
    expect(lines).toHaveLength(1);
  });

  it('moves with one idempotency key: one effect, and all who ask again get the one answer', async () => {
    const { id } = await newApplication(world.ana);
    const move = () =>
      world.ana.post(
        `/v1/applications/${id}/stage-moves`,
        { to: 'rejected', reasons: [reason] },
        { 'idempotency-key': 'all-one' },
      );
    const first = await times(100, move);
    expect(Object.keys(tally(first)).filter((key) => key !== '201')).toEqual(
      first.every(({ status }) => status === 201) ? [] : ['409 http.idempotency-key-running'],
    );
    const again = await times(100, move);
    expect(tally(again)).toEqual({ 201: 100 });
    const bodies = [...first, ...again].filter(({ status }) => status === 201).map(({ text }) => text);
    expect(new Set(bodies).size).toBe(1);
    const moves = await world.sql(`select 1 from stage_moves where application_id = $1 and to_position = 'rejected'`, [
      id,
    ]);
    expect(moves).toHaveLength(1);
  });

  it('workers that all look at the same line: one debrief', async () => {
    const { client } = await ended(world.ana);
    const deliveries = world.app.get(Deliveries);
    await times(10, () => deliveries.drain());
    expect(await world.sql('select 1 from debriefs where client_id = $1', [client.id])).toHaveLength(1);
    expect(world.mails().filter(({ to }) => to === client.email)).toHaveLength(1);
  });
});

describe('when all connections to the database are taken', () => {
  it('three times as many requests get 200, or 503 with Retry-After, while they still are; then all is well again', async () => {
    const { body } = await world.ana.post('/v1/clients', { legalName: 'Locked' });
    const path = `/v1/clients/${body.id}`;
    const since = Date.now();
    const answers = await withClient(world.database.admin, async (other) => {
      await other.query('begin');
      await other.query('select from clients where id = $1 for update', [body.id]);
      const changing = times(36, () => world.ana.patch(path, { phone: '+1 206 555 0100' }, { 'if-match': '"1.any"' }));
      const reading = times(36, () => world.ana.get('/v1/clients?limit=1'));
      // All of them are answered before the lock goes.
      const all = [...(await changing), ...(await reading)];
      await other.query('rollback');
      return all;
    });
    if (effort.isTimed) expect(Date.now() - since).toBeLessThan(10_000);
    expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(36);
    expect(refused.filter(({ headers }) => !(Number(headers.get('retry-after')) > 0))).toEqual([]);

    expect(tally(await times(36, () => world.ana.get(path)))).toEqual({ 200: 36 });
    expect((await world.ana.patch(path, { phone: '+1 206 555 0199' })).status).toBe(200);
  });
});

describe('somebody who asks a lot at once', () => {
  it('is counted once for each request, not for more: a burst does not use up the whole minute', async () => {
    const answers = await times(300, () => world.sol.get('/v1/me'));
    expect(tally(answers)).toEqual({ 200: 300 });
    const [counter] = await world.sql<{ used: number }>('select used from request_counters where bucket = $1', [
      `user:${world.sol.id}`,
    ]);
    // Drawn in lots of 60.
    expect(counter?.used).toBe(300);
  });
});

describe('somebody who asks too often', () => {
  it('gets 429 and is told when to come back', async () => {
    const ask = () => world.nobody.post('/v1/auth/sign-in', { email: 'often@north.example', password: 'wrong' });
    const answers: Answer[] = [];
    for (let count = 0; count < 12; count += 1) answers.push(await ask());
    const last = answers.at(-1);
    expect([last?.status, last?.body.code]).toEqual([429, 'http.too-many-requests']);
    const seconds = Number(last?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(900);
  });
});

const post = (length: number, body: string, more = ''): string =>
  `POST /v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n${body}`;

describe('a client that is broken', () => {
  const broken: [what: string, bytes: string, status: number][] = [
    ['is no HTTP', 'hello\r\n\r\n', 400],
    ['has a header with a line break in its name', 'GET /health/live HTTP/1.1\r\nHost: x\r\na b: c\r\n\r\n', 400],
    ['has headers of 40 kB', `GET /health/live HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['has two lengths', post(2, '{}', 'Content-Length: 3\r\n'), 400],
    ['has a length and chunks', post(2, '{}', 'Transfer-Encoding: chunked\r\n'), 400],
    [
      'has chunks that are none',
      'POST /v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
      400,
    ],
    ['names no host', 'GET /health/live HTTP/1.1\r\n\r\n', 400],
  ];

  it.each(broken)('and %s gets a problem, and the connection ends', async (_, bytes, status) => {
    const wire = await Wire.to(world.url);
    wire.write(bytes);
    wire.halfClose();
    const answer = await wire.answer();
    expect(answer.status).toBe(status);
    if (answer.type !== '') {
      expect(answer.type).toBe('application/problem+json');
      expect(answer.body).toMatchObject({
        status,
        code: expect.stringMatching(/^http\./),
        requestId: expect.any(String),
      });
    }
  });

  it('gets the headers of every answer also for a path that cannot be read', async () => {
    const { status, headers, body } = await world.ana.get('/v1/clients/%ff');
    expect([status, body.code]).toEqual([400, 'http.malformed']);
    expect(headers.get('x-request-id')).toBe(body.requestId);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('and stalls, a hundred times over, keeps nobody waiting', async () => {
    const wires = await times(100, () => Wire.to(world.url));
    for (const [index, wire] of wires.entries()) {
      if (index % 3 === 0) wire.write('GET /v1/clients HTTP/1.1\r\nHost: x\r\nA: ');
      else wire.write(post(1000, '{"email":'));
      if (index % 3 === 1) wire.halfClose();
    }
    expect(tally(await times(50, () => world.ana.get('/v1/clients?limit=1')))).toEqual({ 200: 50 });
    for (const wire of wires) wire.cut();
  });

  it('and stalls is cut off with 408', async () => {
    const adapter = httpAdapter(testConfig(), new Admission(10), { request: 400, check: 100 });
    const fastify = adapter.getInstance() as unknown as FastifyInstance;
    fastify.post('/', async () => 'never');
    const url = await fastify.listen({ port: 0, host: '127.0.0.1' });
    // The third never says a word.
    const [header, body, silent] = [await Wire.to(url), await Wire.to(url), await Wire.to(url)];
    header.write('GET / HTTP/1.1\r\nHost: x\r\nA: ');
    body.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"a');
    for (const wire of [header, body, silent]) {
      expect(await wire.answer()).toMatchObject({
        status: 408,
        type: 'application/problem+json',
        body: { status: 408 },
      });
    }
    await fastify.close();
  });
});

describe('a service that stops', () => {
  it('says so on every answer, so that no caller sends the next request on a connection that is about to end', async () => {
    const readiness = world.app.get(Readiness);
    const closes = async (path: string) => (await world.ana.get(path)).headers.get('connection');
    expect(await closes('/v1/clients?limit=1')).toBe('keep-alive');
    readiness.isStopping = true;
    expect([await closes('/v1/clients?limit=1'), await closes('/v1/nothing'), await closes('/health/live')]).toEqual([
      ...['close', 'close', 'close'],
    ]);
    expect((await world.nobody.get('/health/ready')).status).toBe(503);
    readiness.isStopping = false;
  });

  it('and one that has not quite started are not ready', async () => {
    const readiness = world.app.get(Readiness);
    readiness.isStarting = true;
    expect((await world.nobody.get('/health/ready')).status).toBe(503);
    readiness.isStarting = false;
    expect((await world.nobody.get('/health/ready')).status).toBe(200);
  });
});

describe('health', () => {
  it('tells how many deliveries wait, and how many were given up and need a person', async () => {
    await world.settle();
    const before = (await world.nobody.get('/health/work')).body;
    await world.nia.post('/v1/invitations', { email: 'parked@north.example', name: 'Parked', role: 'coach' });
    await world.sql(
      `update deliveries set next_at = now() - interval '90 seconds' where status = 'pending' and consumer = 'invitations.mail'`,
    );
    const waiting = (await world.nobody.get('/health/work')).body;
    expect([waiting.pending - before.pending, waiting.parked - before.parked]).toEqual([1, 0]);
    expect(waiting.oldestSeconds).toBeGreaterThanOrEqual(90);
    await world.sql(`update deliveries set status = 'parked' where status = 'pending'`);
    const parked = (await world.nobody.get('/health/work')).body;
    expect([parked.pending, parked.parked - before.parked, parked.oldestSeconds]).toEqual([0, 1, 0]);
  });
});

describe('when the database', () => {
  // From outside: in the database itself this very change would be refused.
  const readOnly = (is: 'on' | 'off') =>
    withClient(testServer(), (client) =>
      client.query(`alter database ${world.database.admin.database} set default_transaction_read_only = ${is}`),
    );
  const endConnections = () =>
    world.sql(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );

  it('only reads, as after a failover, changes get 503, and the service is not ready until it writes again', async () => {
    await readOnly('on');
    await endConnections();
    const ready = async () => (await world.nobody.get('/health/ready')).status;
    const until = async (status: number): Promise<void> => {
      while ((await ready()) !== status) await sleep(50);
    };
    await until(503);
    const change = await world.ana.post('/v1/clients', { legalName: 'Read Only' });
    expect([change.status, change.body.code, change.headers.get('retry-after')]).toEqual([
      503,
      'http.unavailable',
      '2',
    ]);
    // Nothing about a client is shown either: that somebody saw it could not be written down.
    expect([(await world.ana.get('/v1/me')).status, (await world.ana.get('/v1/clients?limit=1')).status]).toEqual([
      ...[200, 503],
    ]);
    await readOnly('off');
    await endConnections();
    await until(200);
    expect((await world.ana.post('/v1/clients', { legalName: 'Read Only' })).status).toBe(201);
  });
});

describe('when the disk of the database is full', () => {
  it('changes get 503, and the service is not ready for a while, though a small change finds room', async () => {
    await world.sql(`create function no_room() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`);
    await world.sql('create trigger no_room before insert on clients for each row execute function no_room()');
    const change = await world.ana.post('/v1/clients', { legalName: 'No Room' });
    expect([change.status, change.body.code]).toEqual([503, 'http.unavailable']);
    expect((await world.nobody.get('/health/ready')).status).toBe(503);
    expect((await world.ana.get('/v1/clients?limit=1')).status).toBe(200);
    await world.sql('drop trigger no_room on clients');
    expect((await world.ana.post('/v1/clients', { legalName: 'No Room' })).status).toBe(201);
    while ((await world.nobody.get('/health/ready')).status !== 200) await sleep(100);
  });
});

describe('mail', () => {
  it('that cannot be handed over fails while the server still says nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const mailer = new Mailer(testConfig({ smtpUrl: `smtp://127.0.0.1:${port}` }), new DevelopmentMailbox());
    const since = Date.now();
    const mail = { to: 'a@b.example', subject: 'x', text: 'x', html: '<p>x</p>', locale: 'en', id: 'x' };
    await expect(mailer.send(mail, AbortSignal.timeout(9000))).rejects.toThrow();
    if (effort.isTimed) expect(Date.now() - since).toBeLessThan(10_000);
    mailer.onApplicationShutdown();
    silent.close();
  });

  it('with an invitation opens from either copy, when the worker died after sending it', async () => {
    await world.nia.post('/v1/invitations', { email: 'twice@north.example', name: 'Twice', role: 'coach' });
    await world.settle();
    await world.sql(`update deliveries set status = 'pending', next_at = now() where consumer = 'invitations.mail'`);
    await world.settle();
    const mails = world.mails().filter(({ to }) => to === 'twice@north.example');
    expect(mails).toHaveLength(2);
    const token = /#([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1];
    const password = 'nine calm otters at noon';
    const { status } = await world.nobody.post('/v1/invitations/acceptance', { token, name: 'Twice', password });
    expect(status).toBe(200);
  });
});
