/** The part of JSON Schema that our OpenAPI document speaks. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly description?: string;
}

const understood = new Set([
  ...['$ref', 'type', 'enum', 'const', 'anyOf', 'properties', 'required', 'additionalProperties', 'items', 'format'],
  ...['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'default', 'description'],
]);

export type Schemas = Readonly<Record<string, JsonSchema>>;

export function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const name = schema.$ref?.split('/').at(-1);
  if (name === undefined) return schema;
  const found = schemas[name];
  if (!found) throw new Error(`The document refers to ${schema.$ref}, which it does not have`);
  return found;
}

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
};

const fits = (actual: string, type: string): boolean => actual === type || (actual === 'integer' && type === 'number');

/**
 * What is wrong with an answer by its documented schema; empty when nothing is. Stricter than JSON Schema in one thing:
 * a field that the schema does not list is wrong, because nothing may leave that is not listed.
 */
export function flawsOf(value: unknown, of: JsonSchema, schemas: Schemas, at = ''): string[] {
  const schema = resolved(of, schemas);
  const unknown = Object.keys(schema).filter((key) => !understood.has(key));
  if (Object.keys(schema).every((key) => key === 'description')) return []; // {}: anything
  if (unknown.length > 0) return [`${at}: the check does not know ${unknown.join()}`];
  if (schema.anyOf) {
    const tries = schema.anyOf.map((one) => flawsOf(value, one, schemas, at));
    return tries.some((flaws) => flaws.length === 0)
      ? []
      : [`${at}: fits none of its forms (${tries.flat().join('; ')})`];
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  const actual = typeOf(value);
  if (types.length > 0 && !types.some((type) => fits(actual, type))) return [`${at}: ${actual}, not ${types.join()}`];
  if (schema.enum && value !== null && !schema.enum.includes(value)) return [`${at}: not one of the listed values`];
  if ('const' in schema && value !== schema.const) return [`${at}: not ${String(schema.const)}`];
  if (typeof value === 'string') return flawsOfText(value, schema, at);
  if (typeof value === 'number') return flawsOfNumber(value, schema, at);
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => (schema.items ? flawsOf(item, schema.items, schemas, `${at}/${index}`) : []));
  }
  return value !== null && typeof value === 'object' ? flawsOfObject(value, schema, schemas, at) : [];
}

function flawsOfText(text: string, { minLength = 0, maxLength, pattern }: JsonSchema, at: string): string[] {
  if (text.length < minLength || (maxLength !== undefined && text.length > maxLength)) return [`${at}: wrong length`];
  return pattern !== undefined && !new RegExp(pattern, 'u').test(text) ? [`${at}: not of its pattern`] : [];
}

function flawsOfNumber(value: number, { minimum = -Infinity, maximum = Infinity }: JsonSchema, at: string): string[] {
  return value < minimum || value > maximum ? [`${at}: out of bounds`] : [];
}

function flawsOfObject(value: object, schema: JsonSchema, schemas: Schemas, at: string): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required.filter((key) => !(key in value)).map((key) => `${at}/${key}: missing`);
  return [
    ...missing,
    ...Object.entries(value).flatMap(([key, inner]) => {
      const known = properties[key] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
      return known ? flawsOf(inner, known, schemas, `${at}/${key}`) : [`${at}/${key}: not listed`];
    }),
  ];
}
