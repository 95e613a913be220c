import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

/** What the server says to these bytes. */
const exchange = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(new URL(world.url).port), '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      answer += part;
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => undefined);
  });

const json = { 'content-type': 'application/json' };
const send = (text: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
  world.ana.raw('POST', '/v1/clients', text, headers);
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const bodies: [
  what: string,
  body: string | Uint8Array<ArrayBuffer>,
  status: number,
  code: string,
  headers?: Record<string, string>,
][] = [
  ['text that is no JSON', '{"legalName":', 400, 'http.malformed-json'],
  ['nothing at all', '', 400, 'http.invalid-request'],
  ['a list', '[]', 400, 'http.invalid-request'],
  ['a thousand levels', nested(1000), 400, 'http.body-nested-too-deep'],
  ['a hundred thousand brackets', '['.repeat(100_000), 400, 'http.body-nested-too-deep'],
  ['a key that stands twice', '{"legalName":"A","legalName":"B"}', 400, 'http.duplicate-key'],
  ['a key that stands twice in disguise', '{"legalName":"A","legalN\\u0061me":"B"}', 400, 'http.duplicate-key'],
  ['__proto__', '{"legalName":"A","__proto__":{"role":"admin"}}', 400, 'http.forbidden-key'],
  ['constructor.prototype', '{"legalName":"A","constructor":{"prototype":{"x":1}}}', 400, 'http.forbidden-key'],
  ['2^53 + 1', '{"legalName":"A","interpreterNeeded":9007199254740993}', 400, 'http.number-out-of-range'],
  ['1e999', '{"legalName":"A","interpreterNeeded":1e999}', 400, 'http.number-out-of-range'],
  ['NUL', '{"legalName":"A\\u0000B"}', 400, 'http.invalid-request'],
  ['a lone surrogate', '{"legalName":"A\\ud800B"}', 400, 'http.invalid-request'],
  ['only spaces', '{"legalName":"   "}', 400, 'http.invalid-request'],
  ['an unknown field', '{"legalName":"A","organizationId":"x"}', 400, 'http.invalid-request'],
  ['a huge name', `{"legalName":"${'x'.repeat(5000)}"}`, 400, 'http.invalid-request'],
  ['a huge body', `{"legalName":"${'x'.repeat(600_000)}"}`, 413, 'http.body-too-large'],
  ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, 'http.malformed-json'],
  ['a form', 'legalName=A', 415, 'http.unsupported-type', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['plain text', 'legalName', 415, 'http.unsupported-type', { 'content-type': 'text/plain' }],
  [
    'another encoding',
    '{"legalName":"A"}',
    415,
    'http.unsupported-type',
    { 'content-type': 'application/json; charset=utf-16' },
  ],
  [
    'latin1',
    '{"legalName":"A"}',
    415,
    'http.unsupported-type',
    { 'content-type': 'application/json; charset="iso-8859-1"' },
  ],
  [
    'what says that it is compressed',
    '{"legalName":"A"}',
    415,
    'http.unsupported-type',
    { ...json, 'content-encoding': 'br' },
  ],
  [
    'a patch where nothing is patched',
    '{"legalName":"A"}',
    415,
    'http.unsupported-type',
    { 'content-type': 'application/merge-patch+json' },
  ],
  ['prototype', '{"legalName":"A","prototype":{"x":1}}', 400, 'http.forbidden-key'],
  ['a name that nobody can see', '{"legalName":"\u200b\u3164"}', 400, 'http.invalid-request'],
  ['an outside id that nobody can see', '{"legalName":"A","externalId":"\u200b"}', 400, 'http.invalid-request'],
  ['an outside id of two lines', '{"legalName":"A","externalId":"a\\nb"}', 400, 'http.invalid-request'],
  ['XML', '<a/>', 415, 'http.unsupported-type', { 'content-type': 'application/xml' }],
  [
    'an idempotency key with a line break in it',
    '{"legalName":"A"}',
    400,
    'http.idempotency-key-invalid',
    { ...json, 'idempotency-key': 'a b' },
  ],
];

describe('hostile input', () => {
  it.each(bodies)('%s gets a clear 4xx and changes nothing', async (...row) => {
    const [, body, status, code, headers] = row;
    const before = await world.sql('select count(*)::int as n from clients');
    const answer = await send(body, headers);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body.detail.length).toBeGreaterThan(10);
    expect(await world.sql('select count(*)::int as n from clients')).toEqual(before);
  });

  it('in the query is 400: unknown parameters, twice the same, out of bounds, a damaged cursor', async () => {
    const paths = [
      '?sort=secret',
      '?limit=1&limit=2',
      '?limit=0',
      '?limit=1e9',
      '?limit=',
      '?cursor=xxx',
      '?search=%00',
      '?total=maybe',
      '?__proto__=1',
      '?constructor=1',
      '?prototype=1',
      '?toString=1',
    ];
    const statuses = await Promise.all(paths.map(async (path) => (await world.ana.get(`/v1/clients${path}`)).status));
    expect(statuses).toEqual(paths.map(() => 400));
  });

  it('in the path is 404, never 500', async () => {
    const paths = ['not-an-id', '%00', '%ff', '..%2f..%2fetc', "'; drop table clients; --", 'x'.repeat(150)];
    const statuses = await Promise.all(paths.map(async (path) => (await world.ana.get(`/v1/clients/${path}`)).status));
    expect(statuses.every((status) => status === 404 || status === 400)).toBe(true);
  });

  it('points at every wrong field with a JSON Pointer, in the language asked for', async () => {
    const { body } = await world.ana.raw('POST', '/v1/clients', '{"email":"x","a/b":1}', {
      ...json,
      'accept-language': 'es-MX,es;q=0.9',
    });
    expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
      '/a~1b',
      '/email',
      '/legalName',
    ]);
    expect(body.detail).toBe('Algunos campos no son válidos. Mira la lista de errores.');
    const email = body.errors.find((error: { pointer: string }) => error.pointer === '/email');
    expect(email.detail).toBe('Esto no es una dirección de correo.');
  });

  it('takes what programs leave in a text that was pasted, without it', async () => {
    const made = await send('{"legalName":"Ada\\u2028Lund\\u202e\\u0085","preferredName":"\\u2066Ada\\u2069\\u0007"}');
    expect([made.status, made.body.legalName, made.body.preferredName]).toEqual([201, 'Ada Lund', 'Ada']);
  });

  it('takes what the standards allow: UTF-8 by name, and a merge patch for a change', async () => {
    const made = await send('{"legalName":"Ada Lund"}', { 'content-type': 'application/json; charset="UTF-8"' });
    expect(made.status).toBe(201);
    const patched = await world.ana.raw('PATCH', `/v1/clients/${made.body.id}`, '{"preferredName":"Ada"}', {
      'content-type': 'application/merge-patch+json',
      'if-match': '*',
    });
    expect([patched.status, patched.body.preferredName]).toEqual([200, 'Ada']);
  });

  it('says which rule a field breaks, not only that it does', async () => {
    const id = '01980000-0000-7000-8000-000000000000';
    const both = { clientId: id, jobTitle: 'Cook', employerId: id, employerName: 'Harbor' };
    const { jobTitle: _, ...untitled } = both;
    const errors = async (body: object) => (await world.ana.post('/v1/applications', body)).body.errors;
    expect(await errors(both)).toEqual([
      {
        pointer: '/employerId',
        code: 'http.one-of',
        detail: 'Give one of these, and only one: employerId, employerName.',
      },
    ]);
    expect(await errors({ ...untitled, employerName: undefined, jobTitle: 'Co\u0000ok' })).toEqual([
      { pointer: '/jobTitle', code: 'http.text-not-allowed', detail: 'This text has signs that we cannot keep.' },
    ]);
  });

  it('that is hardly HTTP is a problem as well: no Host, an unknown Expect, an endless address or header', async () => {
    const heads: [what: string, head: string, status: number, code: string][] = [
      ['no Host', 'GET /v1/me HTTP/1.1\r\n', 400, 'http.malformed'],
      ['Expect', 'GET /v1/me HTTP/1.1\r\nHost: x\r\nExpect: x\r\n', 401, 'http.unauthenticated'],
      [
        'an address',
        `GET /v1/clients?search=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n`,
        414,
        'http.address-too-long',
      ],
      [
        'a header',
        `GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n`,
        431,
        'http.headers-too-large',
      ],
    ];
    for (const [what, head, status, code] of heads) {
      const answer = await exchange(`${head}Connection: close\r\n\r\n`);
      expect([what, Number(answer.slice(9, 12)), JSON.parse(answer.split('\r\n\r\n')[1] ?? '{}').code]).toEqual([
        what,
        status,
        code,
      ]);
      expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
    }
  });

  it('never shows a stack, SQL, or a library’s own words in a problem', async () => {
    const { text } = await send('{"legalName":"A","timeZone":"Mars/Olympus"}');
    expect(text).not.toMatch(/select|insert|node_modules|at \w+ \(|zod/i);
  });
});
