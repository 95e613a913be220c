import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/ids.js';
import type { Answer, Body } from '../support/caller.js';
import { createWorld, type World } from '../support/world.js';

const OURS = 'https://app.agency.example';
let world: World;
beforeAll(async () => {
  world = await createWorld({ allowedOrigins: [OURS] });
  for (let index = 0; index < 30; index += 1) await world.ana.post('/v1/clients', { legalName: `Client ${index}` });
});
afterAll(() => world.close());

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** fetch unpacks what is compressed; this shows what really comes. */
const wire = (
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; headers: Body; bytes: number }> =>
  new Promise((resolve, reject) => {
    httpRequest(world.url + path, { headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes }));
    })
      .on('error', reject)
      .end();
  });

describe('methods', () => {
  it('HEAD answers as GET does, without the body', async () => {
    const head = await world.ana.raw('HEAD', '/v1/me', undefined, {});
    const get = await world.ana.get('/v1/me');
    expect([head.status, head.text, head.headers.get('etag')]).toEqual([200, '', get.headers.get('etag')]);
    expect((await world.nobody.raw('HEAD', '/v1/me', undefined, {})).status).toBe(401);
  });

  it('OPTIONS says in Allow what an address knows', async () => {
    const answer = await world.nobody.raw('OPTIONS', '/v1/clients/01980000-0000-7000-8000-000000000000', undefined, {});
    expect([answer.status, answer.headers.get('allow')]).toEqual([204, 'DELETE, GET, HEAD, OPTIONS, PATCH']);
  });

  it('a wrong one is 405 with Allow and a problem; an address nobody knows is 404', async () => {
    const wrong = await world.ana.put('/v1/clients', {});
    expect([wrong.status, wrong.body.code]).toEqual([405, 'http.method-not-allowed']);
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST');
    expect(wrong.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect((await world.ana.put('/v1/nothing', {})).status).toBe(404);
    const asked = await world.nobody.raw('OPTIONS', '/v1/nothing', undefined, {});
    expect([asked.status, asked.headers.get('allow'), asked.body.code]).toEqual([404, null, 'http.not-found']);
  });
});

describe('scripts of other origins', () => {
  const preflight = (origin: string) =>
    world.nobody.raw('OPTIONS', '/v1/clients', undefined, {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,idempotency-key',
    });

  it('may call from the origins of the settings, and read our headers', async () => {
    const before = await preflight(OURS);
    expect([before.status, before.headers.get('access-control-allow-origin')]).toEqual([204, OURS]);
    expect(before.headers.get('access-control-allow-headers')).toContain('Idempotency-Key');
    const { headers } = await world.ana.get('/v1/me', { origin: OURS });
    expect(headers.get('access-control-expose-headers')).toContain('ETag');
    expect(headers.get('vary')).toContain('Origin');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('may read every refusal, also of what has no route', async () => {
    const answers = [
      await world.ana.raw('PUT', '/v1/clients', '{}', { origin: OURS, 'content-type': 'application/json' }),
      await world.ana.get('/v1/nothing', { origin: OURS }),
      await world.ana.raw('POST', '/v1/clients', '{', { origin: OURS, 'content-type': 'application/json' }),
      await world.nobody.get('/v1/me', { origin: OURS }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([405, 404, 400, 401]);
    for (const { headers } of answers) expect(headers.get('access-control-allow-origin')).toBe(OURS);
    expect(answers[0]?.headers.get('access-control-expose-headers')).toContain('Allow');
  });

  it('may not from anywhere else', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    const { headers } = await world.ana.get('/v1/me', { origin: 'https://evil.example' });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('compression', () => {
  it('makes long answers short, for the web API and for pages; short ones stay', async () => {
    const authorization = await tokenOf();
    const [plain, br, gzip] = await Promise.all(
      ['identity', 'br', 'gzip'].map((encoding) => wire('/v1/clients', { authorization, 'accept-encoding': encoding })),
    );
    expect([
      plain?.headers['content-encoding'],
      br?.headers['content-encoding'],
      gzip?.headers['content-encoding'],
    ]).toEqual([undefined, 'br', 'gzip']);
    expect((br?.bytes ?? 0) * 4).toBeLessThan(plain?.bytes ?? 0);
    expect(br?.headers.vary).toMatch(/accept-encoding/i);
    expect((await wire('/join', { 'accept-encoding': 'br' })).headers['content-encoding']).toBe('br');
    expect(
      (await wire('/v1/me', { authorization, 'accept-encoding': 'br' })).headers['content-encoding'],
    ).toBeUndefined();
  });

  it('has a tag of its own, as good for a change and for 304 as that of the plain answer', async () => {
    const authorization = await tokenOf();
    const made = await world.ana.post('/v1/employers', { name: 'Long Story', note: 'Long. '.repeat(400) });
    const path = `/v1/employers/${made.body.id}`;
    const as = (encoding: string, more = {}) => wire(path, { authorization, 'accept-encoding': encoding, ...more });
    const [plain, br, gzip] = await Promise.all(['identity', 'br', 'gzip'].map((encoding) => as(encoding)));
    const tag = plain?.headers.etag as string;
    expect(tag).toMatch(/^"1\.[\w-]{16}"$/);
    expect([br?.headers.etag, gzip?.headers.etag]).toEqual([tag.replace(/"$/, '-br"'), tag.replace(/"$/, '-gzip"')]);
    for (const one of [plain, br, gzip]) {
      expect(one?.headers.vary).toMatch(/accept-encoding/i);
      const again = await as('br', { 'if-none-match': one?.headers.etag });
      expect([again.status, again.bytes, again.headers.etag]).toEqual([304, 0, one?.headers.etag]);
    }
    const changed = await world.ana.patch(path, { website: null, note: 'Short.' }, { 'if-match': br?.headers.etag });
    expect([changed.status, changed.body.version]).toEqual([200, 2]);
    const stale = await world.ana.patch(path, { note: 'Late.' }, { 'if-match': gzip?.headers.etag });
    expect(stale.status).toBe(412);
  });

  it('is not taken in requests: a small one may be huge inside', async () => {
    const answer = await world.ana.raw('POST', '/v1/clients', '{"legalName":"A"}', {
      'content-type': 'application/json',
      'content-encoding': 'gzip',
    });
    expect([answer.status, answer.body.code]).toEqual([415, 'http.unsupported-type']);
  });
});

const tokenOf = async (): Promise<string> => {
  const { PASSWORD } = await import('../support/world.js');
  const { body } = await world.nobody.post('/v1/auth/sign-in', { email: world.ana.email, password: PASSWORD });
  return `Bearer ${body.accessToken}`;
};

describe('limits', () => {
  it('are told on every answer, errors and public ones included', async () => {
    const answers = [
      await world.ana.get('/v1/me'),
      await world.ana.get('/v1/clients/none'),
      await world.nobody.get('/v1/me'),
      await world.nobody.get('/join'),
      // What no guard counts.
      await world.ana.put('/v1/clients', {}),
      await world.ana.get('/v1/nothing'),
      await world.ana.raw('POST', '/v1/clients', '{', { 'content-type': 'application/json' }),
      await world.ana.raw('POST', '/v1/clients', 'x', { 'content-type': 'text/plain' }),
      await world.nobody.post('/v1/auth/sign-in', { password: 'x'.repeat(5_000) }),
      await world.nobody.raw('OPTIONS', '/v1/clients', undefined, {}),
      await world.nobody.get('/openapi.json'),
    ];
    for (const { headers } of answers) {
      expect(headers.get('ratelimit-policy')).toMatch(/^"(user|network)";q=1200;w=60$/);
      expect(headers.get('ratelimit')).toMatch(/^"(user|network)";r=\d+;t=\d+$/);
    }
  });

  it('say in 429 how long it really takes, in words and in headers', async () => {
    const attempt = () =>
      world.nobody.post('/v1/auth/sign-in', { email: 'nobody@north.example', password: 'x'.repeat(15) });
    let last = await attempt();
    for (let tries = 0; last.status !== 429 && tries < 30; tries += 1) last = await attempt();
    expect([last.status, last.headers.get('ratelimit-policy')]).toEqual([429, '"sign-in";q=10;w=900']);
    const seconds = Number(last.headers.get('retry-after'));
    expect(last.headers.get('ratelimit')).toBe(`"sign-in";r=0;t=${seconds}`);
    expect(last.body.detail).toContain(`wait ${Math.ceil(seconds / 60)} minutes`);
  });
});

describe('the id of a request', () => {
  it('is the one that was given when that is a UUID, and ours otherwise', async () => {
    const id = newId();
    const given = await world.ana.get('/v1/clients/none', { 'x-request-id': id.toUpperCase() });
    expect([given.headers.get('x-request-id'), given.body.requestId]).toEqual([id, id]);
    for (const strange of ['1', 'x'.repeat(36), `${id}'`]) {
      const { headers } = await world.ana.get('/v1/me', { 'x-request-id': strange });
      expect(headers.get('x-request-id')).toMatch(/^[\da-f]{8}-/);
      expect(headers.get('x-request-id')).not.toBe(strange);
    }
  });
});

describe('a problem', () => {
  it('points into the body or names the query parameter', async () => {
    const body = await world.ana.post('/v1/clients', { legalName: '', email: 'x', timeZone: 7 });
    expect(body.body.errors).toEqual([
      {
        pointer: '/legalName',
        code: 'http.text-too-short',
        detail: 'This text is too short. It needs 1 character or more.',
      },
      { pointer: '/email', code: 'http.not-an-email', detail: 'This is not an email address.' },
      { pointer: '/timeZone', code: 'http.wrong-type', detail: 'This field needs another kind of value.' },
    ]);
    const query = await world.ana.get('/v1/clients?limit=0&stranger=1');
    expect(query.body.errors.map(({ parameter, code }: Body) => [parameter, code])).toEqual([
      ['limit', 'http.number-too-small'],
      ['stranger', 'http.unknown-field'],
    ]);
    expect((await world.ana.get('/v1/clients?cursor=x')).body.errors[0].parameter).toBe('cursor');
  });

  it('is all in the language asked for, and says which that is', async () => {
    const answer = await world.ana.post(
      '/v1/clients',
      { email: 'x' },
      { 'accept-language': 'fr, es-MX;q=0.8, en;q=0.1' },
    );
    expect(answer.headers.get('content-language')).toBe('es');
    expect(answer.headers.get('vary')).toContain('Accept-Language');
    expect(answer.body.title).toBe('La solicitud no es correcta');
    expect(answer.body.errors.map(({ detail }: Body) => detail)).toEqual([
      'Este campo es necesario.',
      'Esto no es una dirección de correo.',
    ]);
  });

  it('has a type that leads to its sentence', async () => {
    const { body } = await world.ana.get('/v1/clients/none');
    expect(body.type).toBe(`http://localhost:${new URL(world.url).port}/problems/http.not-found`);
    const entry = await world.nobody.get('/problems/http.too-many-requests', { 'accept-language': 'es' });
    expect([entry.status, entry.headers.get('content-language')]).toEqual([200, 'es']);
    expect(entry.body.meaning).toContain('{minutes} minutos');
    expect((await world.nobody.get('/problems')).body.items.length).toBeGreaterThan(100);
    expect((await world.nobody.get('/problems/no-such-code')).status).toBe(404);
  });
});

describe('a body', () => {
  it('where none is declared is refused, unless it is empty', async () => {
    const { id } = (
      await world.ana.post('/v1/follow-ups', {
        clientId: (await world.ana.get('/v1/clients?limit=1')).body.items[0].id,
        title: 'Call',
        dueOn: '2150-01-01',
        assignee: 'coach',
      })
    ).body;
    const path = `/v1/follow-ups/${id}/completion`;
    for (const body of [{ note: 'done' }, [], [1], 'x', 7, null]) {
      const answer = await world.ana.post(path, body);
      expect([body, answer.status, answer.body.code]).toEqual([body, 400, 'http.body-not-expected']);
    }
    expect((await world.ana.post(path, {})).status).toBe(200);
    expect((await world.ana.raw('POST', path, undefined, {})).status).toBe(200);
  });

  it('is bounded before anything looks at it: 46,656 fields are refused at once, and so are 1,001 small ones', async () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `${index.toString(36)}=`).join('&');
    for (const path of ['/d/start', '/d/checklist', '/join']) {
      expect([path, (await world.nobody.raw('POST', path, names(46_656), form)).status]).toEqual([path, 413]);
    }
    expect((await world.nobody.raw('POST', '/d/checklist', names(1_001), form)).status).toBe(400);
    expect((await world.nobody.raw('POST', '/d/checklist', names(1_000), form)).status).toBe(401);
  });

  it('of a sign-in has 4 kB at most', async () => {
    const big = { email: 'ana@north.example', password: 'x'.repeat(5_000) };
    expect((await world.nobody.post('/v1/auth/sign-in', big)).status).toBe(413);
  });
});

describe('limits, for the last time here,', () => {
  it('are used up by requests that reach no route, and then these are 429', async () => {
    const left = ({ headers }: Answer) => Number(/;r=(\d+);/.exec(headers.get('ratelimit') ?? '')?.[1]);
    const first = await world.nobody.get('/v1/nothing');
    expect(left(await world.nobody.get('/v1/nothing'))).toBe(left(first) - 1);
    await world.sql(`update request_counters set used = 1200 where bucket like 'network:%'`);
    let last = await world.nobody.get('/v1/nothing');
    for (let tries = 0; last.status === 404 && tries < 60; tries += 1) last = await world.nobody.get('/v1/nothing');
    expect([last.status, last.body.code, left(last)]).toEqual([429, 'http.too-many-requests', 0]);
    expect(last.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await world.ana.get('/v1/me')).status).toBe(200);
    expect((await world.nobody.get('/health/live')).headers.get('ratelimit')).toBeNull();
  });
});
