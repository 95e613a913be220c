import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

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
  ['a direction override', '{"legalName":"A\\u202eB"}', 400, 'http.invalid-request'],
  ['only spaces', '{"legalName":"   "}', 400, 'http.invalid-request'],
  ['an unknown field', '{"legalName":"A","organizationId":"x"}', 400, 'http.invalid-request'],
  ['a huge name', `{"legalName":"${'x'.repeat(5000)}"}`, 400, 'http.invalid-request'],
  ['a huge body', `{"legalName":"${'x'.repeat(600_000)}"}`, 413, 'http.body-too-large'],
  ['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400, 'http.malformed-json'],
  ['a form', 'legalName=A', 415, 'http.unsupported-type', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['plain text', 'legalName', 415, 'http.unsupported-type', { 'content-type': 'text/plain' }],
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

  it('never shows a stack, SQL, or a library’s own words in a problem', async () => {
    const { text } = await send('{"legalName":"A","timeZone":"Mars/Olympus"}');
    expect(text).not.toMatch(/select|insert|node_modules|at \w+ \(|zod/i);
  });
});
