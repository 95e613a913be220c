import type { OpenAPIObject } from '@nestjs/swagger';
import { inside, nameIn, operationsOf, refTo, type Schema, schemasOf } from './model.js';
import { properties as words } from './words.js';

/** Formats that say all that their long patterns say. */
const SAID_BY_FORMAT = new Set(['uuid', 'date', 'date-time']);

const formats: readonly (readonly [RegExp, string])[] = [
  [/^(id|.*[^l]Id)$/, 'uuid'],
  [/^(at|.*At)$/, 'date-time'],
  [/^(on|.*On)$/, 'date'],
  [/^(email|.*Email)$/, 'email'],
];
const TEXT = /^string$/;

const isText = ({ type }: Schema): boolean => [type ?? []].flat().some((one) => TEXT.test(one));

/** Says by the name of a property what the schema leaves open: its format and, where it means the same everywhere, its words. */
function named(name: string, schema: Schema): void {
  const format = formats.find(([pattern]) => pattern.test(name))?.[1];
  if (format !== undefined && isText(schema) && !schema.enum) schema.format ??= format;
  const said = words[name];
  if (said !== undefined) schema.description ??= said;
}

/** Takes out what only the generator needs: bounds of JavaScript’s numbers, patterns beside formats, odd forms of null. */
function tidy(schema: Schema): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.format !== undefined && SAID_BY_FORMAT.has(schema.format)) delete schema.pattern;
  if (schema.enum?.length === 1 && schema.enum[0] === null) {
    schema.type = 'null';
    delete schema.enum;
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) named(name, property);
  for (const one of inside(schema)) tidy(one);
}

/** Answers are open: a new field breaks nobody. Requests say what they do not know. */
function open(schema: Schema): void {
  if (schema.additionalProperties === false) delete schema.additionalProperties;
  for (const one of inside(schema)) open(one);
}

/** Names of the schemas that these lead to. */
function reached(from: readonly Schema[], schemas: Readonly<Record<string, Schema>>): Set<string> {
  const names = new Set<string>();
  const walk = (schema: Schema): void => {
    if (schema.$ref !== undefined && !names.has(nameIn(schema.$ref))) {
      names.add(nameIn(schema.$ref));
      walk(schemas[nameIn(schema.$ref)] ?? {});
    }
    inside(schema).forEach(walk);
  };
  from.forEach(walk);
  return names;
}

/** Replaces references to names by references to what they are called now. */
function rename(schema: Schema, names: ReadonlyMap<string, string>): void {
  const now = schema.$ref === undefined ? undefined : names.get(nameIn(schema.$ref));
  if (now !== undefined) schema.$ref = refTo(now);
  for (const one of inside(schema)) rename(one, names);
}

/**
 * Brings the schemas into the shape that `docs/api.md` promises: formats and words by the names of properties, requests
 * strict and answers open. What stands in both gets a strict twin, `…Given`, for requests.
 */
export function polishSchemas(document: OpenAPIObject): void {
  const schemas = schemasOf(document);
  const operations = operationsOf(document).map(({ operation }) => operation);
  const mediaOf = (content: object | undefined): Schema[] =>
    Object.values((content ?? {}) as Record<string, { schema: Schema }>).map(({ schema }) => schema);
  const asked = operations.flatMap(({ requestBody }) => mediaOf(requestBody?.content));
  const answered = operations.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ content }) => mediaOf(content)),
  );
  const inRequests = reached(asked, schemas);
  const inAnswers = reached(answered, schemas);
  const twins = new Map<string, string>(
    [...inRequests].filter((name) => inAnswers.has(name)).map((name) => [name, `${name}Given`]),
  );
  for (const [name, twin] of twins) schemas[twin] = structuredClone(schemas[name] ?? {});
  const strict = [...inRequests].map((name) => schemas[twins.get(name) ?? name] ?? {});
  for (const schema of [...asked, ...strict]) rename(schema, twins);
  for (const schema of [...Object.values(schemas), ...asked, ...answered]) tidy(schema);
  for (const name of inAnswers) open(schemas[name] ?? {});
  for (const schema of answered) open(schema);
  for (const name of Object.keys(schemas)) {
    if (!inRequests.has(name) && !inAnswers.has(name) && ![...twins.values()].includes(name)) delete schemas[name];
  }
}
