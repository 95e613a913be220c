import type { Dice } from './dice.js';

/*
 * What no honest client sends: values, texts and headers. Written as JSON text where JSON itself is what is bent.
 */

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** JSON texts to put in the place of a value. */
const HOSTILE_JSON = [
  ...['null', 'true', '0', '-1', '0.5', '1e308', '1e999', '9007199254740993', '99999999999999999999', '-2147483649'],
  ...['""', '"   "', '[]', '{}', '[[]]', '[null]', '[1,"a",{}]', '{"a":1}', '{"length":1}', '{"toString":1}'],
  ...['"a\\u0000b"', '"\\ud800"', '"\\udc00x"', '"\\u202etxt"', '"\\u2028"', '"\\u0007"', '"\\u009f"', '"\\ufffe"'],
  ...['{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '{"a":1,"a":2}'],
  ...['"2026-02-30"', '"0000-00-00"', '"9999-12-31"', '"24:00"', '"infinity"', '"now"', '"2026-06-01T25:00:00Z"'],
  ...['"not-a-uuid"', '"00000000-0000-0000-0000-000000000000"', '"ffffffff-ffff-ffff-ffff-ffffffffffff"'],
  ...['"javascript:alert(1)"', '"file:///etc/passwd"', '"http://"', '"a@b"', '"Mars/Olympus"', '"en_US.UTF-8"'],
  nested(31),
  nested(40),
  nested(2000),
  JSON.stringify('x'.repeat(5000)),
  JSON.stringify('é'.repeat(120_000)),
  JSON.stringify('x'.repeat(600_000)),
  `[${'0,'.repeat(20_000)}0]`,
  `{${Array.from({ length: 2000 }, (_, at) => `"k${at}":0`).join()}}`,
  // Long runs that a careless pattern would try in every way.
  JSON.stringify(`${'a'.repeat(20_000)}!`),
  JSON.stringify(`+${'1 '.repeat(15)}x`),
  JSON.stringify(`${'a.'.repeat(100)}@${'b-'.repeat(20)}.c`),
];

/** Texts for the fields of a form. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...['', ' ', 'save', '-1', '1e999', 'null', '[]', '{"a":1}', 'a\0b', '\u202etxt', '\u0007', '<script>1</script>'],
  ...['%00', '%ff', 'en', "'; --", 'x'.repeat(5000), 'é'.repeat(50_000), '0000-0000', 'A'.repeat(43), '__proto__'],
];

const SLOT = '\u{f8ff}slot\u{f8ff}';

/** The body with one field bent, lost, doubled or added, as text. */
export function bent(body: unknown, dice: Dice): string {
  const copy = structuredClone(body);
  const places = placesIn(copy);
  if (places.length === 0 || dice.chance(0.08)) return dice.pick(HOSTILE_JSON);
  const { holder, key } = dice.pick(places);
  const value = dice.pick(HOSTILE_JSON);
  const inPlace = (): string => JSON.stringify(copy).replace(JSON.stringify(SLOT), () => value);
  switch (dice.from(0, 5)) {
    case 0:
      if (Array.isArray(holder)) holder.length = 0;
      else delete (holder as Record<string, unknown>)[key];
      return JSON.stringify(copy);
    case 1:
      return JSON.stringify(copy).replace('{', () => `{${JSON.stringify(key)}:${value},`);
    case 2:
      return JSON.stringify(copy).replace(
        '{',
        () => `{"${dice.pick(['organizationId', 'id', 'version', ''])}":${value},`,
      );
    default:
      (holder as Record<string, unknown>)[key] = SLOT;
      return inPlace();
  }
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

const placesIn = (value: unknown): Place[] =>
  value === null || typeof value !== 'object'
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [{ holder: value, key }, ...placesIn(inner)]);

/** The same body as something that is no JSON, or says so. */
export function broken(text: string, dice: Dice): { body: string | Uint8Array<ArrayBuffer>; type: string | null } {
  const json = 'application/json';
  return dice.pick<{ body: string | Uint8Array<ArrayBuffer>; type: string | null }>([
    { body: text.slice(0, dice.from(0, text.length)), type: json },
    { body: `${text},`, type: json },
    { body: `\u{feff}${text}`, type: json },
    { body: text.replaceAll('"', "'"), type: json },
    { body: new Uint8Array([...Buffer.from(text), 0xff, 0xfe]), type: json },
    { body: new Uint8Array(Buffer.from(text, 'utf16le')), type: 'application/json; charset=utf-16' },
    { body: '', type: json },
    { body: text, type: 'text/plain' },
    { body: text, type: 'application/json-patch+json' },
    { body: text, type: 'application/json;charset="' },
    { body: text, type: 'x' },
    { body: new Uint8Array(Buffer.from(text)), type: null },
    { body: 'legalName=A&clientId=1&__proto__[x]=1', type: 'application/x-www-form-urlencoded' },
    {
      body: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
      type: 'multipart/form-data; boundary=x',
    },
    { body: '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', type: 'application/xml' },
  ]);
}

const HOSTILE_QUERY = [
  ...[
    '',
    '%00',
    '%ff',
    '%ed%a0%80',
    'null',
    '[object Object]',
    '-1',
    '0',
    '1e9',
    '101',
    '0x10',
    '%E2%80%AE',
    "' or 1=1 --",
  ],
  ...['%', '%zz', '%25', '+', '%F0%9F%91%A9', '2026-02-30', '2026-06-01T00:00:00', 'x'.repeat(6000), '%5B%5D', '🙂'],
];

/** The query with one parameter bent, doubled or added. */
export function bentQuery(names: readonly string[], query: string, dice: Dice): string {
  const name = dice.pick([...names, 'sort', '__proto__', 'constructor', 'limit[]', '', 'filter[a][b]']);
  const value = dice.pick(HOSTILE_QUERY);
  const added = `${name}=${value}`;
  return dice.chance(0.2) ? `${added}&${added}` : [query, added].filter((part) => part !== '').join('&');
}

/** In the place of an id in a path. */
export const HOSTILE_IDS = [
  ...[
    'not-an-id',
    '1',
    '-1',
    '0',
    'null',
    'undefined',
    '%00',
    '%ff',
    '%ED%A0%80',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    '%2f',
  ],
  ...[
    '01980000-0000-7000-8000-000000000000',
    '00000000-0000-0000-0000-000000000000',
    '{01980000-0000-7000-8000-000000000000}',
  ],
  ...[
    "'%20or%201=1--",
    'x'.repeat(190),
    'x'.repeat(400),
    '%',
    '%zz',
    'é',
    '*',
    ':id',
    '01980000-0000-7000-8000-00000000000',
    ';',
  ],
];

/** Headers that are not what they should be. Of the ones a request has, they take the place. */
export const HOSTILE_HEADERS: readonly Readonly<Record<string, string>>[] = [
  ...[
    '*',
    'W/"1.any"',
    '"1.any", "2.any"',
    '"0.any"',
    '"999999999.any"',
    '"99999999999.any"',
    '"v-1"',
    'v1',
    '""',
    'x'.repeat(4000),
    'é',
  ].map((etag) => ({ 'if-match': etag })),
  ...['', ' ', 'a b', 'x'.repeat(200), 'x'.repeat(201), 'x'.repeat(8000), 'é', '__proto__', "'--"].map((key) => ({
    'idempotency-key': key,
  })),
  ...[
    'es;q=0.9,'.repeat(1100),
    '*',
    ';;;',
    'es;q=abc',
    'xx-YY',
    '__proto__',
    'é',
    '../../en',
    'toString',
    'en-'.repeat(300),
  ].map((language) => ({ 'accept-language': language })),
  ...[
    'Bearer',
    'Bearer ',
    'Bearer a.b.c',
    'Basic YTpi',
    'bearer null',
    `Bearer ${'x'.repeat(8000)}`,
    'é',
    'Bearer eyJhbGciOiJub25lIn0.e30.',
  ].map((authorization) => ({ authorization })),
  { accept: 'application/xml' },
  { 'content-encoding': 'gzip' },
  { 'x-forwarded-for': "1.1.1.1, '; --" },
  { 'x-http-method-override': 'DELETE' },
  { origin: 'https://evil.example', host: 'evil.example' },
  { cookie: `__Host-onward=${'x'.repeat(3000)}` },
  { range: 'bytes=0-1,5-99999999999' },
];
