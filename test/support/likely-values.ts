import type { Dice } from './dice.js';
import { type JsonSchema, resolved, type Schemas } from './json-schema.js';

/** Texts that a person could really type, and that software often gets wrong. All of them may be stored. */
const AWKWARD_TEXTS = [
  'Rosa',
  'José Álvarez-Ñuñez',
  'O\'Brien "Bo" \\ back`tick',
  'محمد العربي',
  'שלום עולם',
  '李小龍',
  'Zoë\u0301 e\u0301\u0302\u0323',
  '👩🏽‍🍳 chef',
  "'; drop table clients; --",
  '<script>alert(1)</script>',
  '{{7*7}} $(7*7) #{7*7} <%= 7 %>',
  '=HYPERLINK("http://evil.example")',
  '%s%n %00 ../../etc/passwd',
  'line one\nline two\ttab',
  'null',
  '0',
  '𝕬𝖇𝖈 ﬁ ㎏ ﷺ',
];

const DAYS = ['2026-06-01', '2026-06-20', '1900-01-01', '2199-12-31', '2024-02-29', '2026-01-31', '2026-07-04'];
const INSTANTS = [
  '2026-06-15T17:00:00Z',
  '2026-03-08T02:30:00-08:00',
  '2199-12-31T23:59:59Z',
  '1900-01-01T00:00:00+14:00',
];
const byFormat: Record<string, readonly string[]> = {
  date: DAYS,
  'date-time': INSTANTS,
  email: ['dana@harbor.example', 'X.Y+z@SUB.example.org', "o'neil@example.com"],
  uri: ['https://jobs.example/1?a=b&c=%20#x', 'http://xn--bcher-kva.example/ü', 'https://[2001:db8::1]/'],
};
const byName: Record<string, readonly string[]> = {
  phone: ['+1 206 555 0100', '(206) 555-0100', '206.555.0100 ext 12', '123'],
  timeZone: ['America/Los_Angeles', 'Asia/Kathmandu', 'utc', 'Pacific/Kiritimati'],
  spokenLanguage: ['es-MX', 'zh-Hant-TW', 'EN', 'tlh'],
  writtenLanguage: ['es', 'fr-CA', 'ar'],
  locale: ['en', 'es', 'es-MX', 'de'],
};

/** Ids that this run knows, by the name of the field or by what the path calls the thing. */
export type KnownIds = (name: string) => readonly string[];

/** A value that this schema would take most of the time: what its words say, filled by chance. */
export function likelyValue(of: JsonSchema, schemas: Schemas, dice: Dice, ids: KnownIds, name = ''): unknown {
  const schema = resolved(of, schemas);
  const again = (inner: JsonSchema, as: string): unknown => likelyValue(inner, schemas, dice, ids, as);
  if (schema.anyOf) return again(dice.pick(schema.anyOf), name);
  const types = [schema.type ?? 'string'].flat();
  if (types.includes('null') && dice.chance(0.2)) return null;
  if (schema.enum) return dice.pick(schema.enum);
  switch (types.find((type) => type !== 'null')) {
    case 'object':
      return likelyObject(schema, dice, again);
    case 'array': {
      const length = Math.min(dice.from(schema.minItems ?? 0, 3), schema.maxItems ?? 3);
      return Array.from({ length }, () => (schema.items ? again(schema.items, name) : dice.pick(AWKWARD_TEXTS)));
    }
    case 'boolean':
      return dice.chance(0.5);
    case 'integer':
    case 'number': {
      const [low, high] = [schema.minimum ?? 0, schema.maximum ?? 1000];
      return dice.chance(0.3) ? dice.pick([low, high]) : dice.from(low, Math.min(high, low + 50));
    }
    default:
      return likelyText(schema, dice, ids, name);
  }
}

function likelyObject(
  schema: JsonSchema,
  dice: Dice,
  again: (inner: JsonSchema, as: string) => unknown,
): Record<string, unknown> {
  const known = Object.entries(schema.properties ?? {});
  const chosen = known.filter(([key]) => schema.required?.includes(key) || dice.chance(0.35));
  const made = Object.fromEntries(chosen.map(([key, inner]) => [key, again(inner, key)]));
  const { additionalProperties: more } = schema;
  if (known.length > 0 || typeof more !== 'object') return made;
  return Object.fromEntries(
    ['F1', 'learned', 'x'].filter(() => dice.chance(0.5)).map((key) => [key, again(more, key)]),
  );
}

function likelyText(schema: JsonSchema, dice: Dice, ids: KnownIds, name: string): string {
  const { minLength = 0, maxLength = 1000 } = schema;
  if (schema.format === 'uuid') return dice.pick(ids(name));
  const listed = byName[name] ?? byFormat[schema.format ?? ''];
  if (listed) return dice.pick(listed);
  const text = dice.pick(AWKWARD_TEXTS);
  if (dice.chance(0.05)) return 'é'.repeat(Math.min(maxLength, 5000));
  return text.padEnd(minLength, 'x').slice(0, maxLength).toWellFormed().trim() || 'x';
}
