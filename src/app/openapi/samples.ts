import { exampleIds } from './examples.js';
import { nameIn, type Schema } from './model.js';
import { singular } from './operation-ids.js';
import { sameAs, sampleValues } from './sample-values.js';

/*
 * Samples of answers, composed from their schemas: no route has a copy of one. What a property says is looked up by what
 * it is of and by its name; what stands nowhere is the first code of its list, null where that may be, or plain.
 */

type Schemas = Readonly<Record<string, Schema>>;

const byFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-06-20T18:00:00.000Z',
  date: '2026-06-20',
  email: 'ana@north.example',
};

/** What nothing is known of. A test finds it: give the property an example in its schema, or in `sample-values`. */
export const UNKNOWN = '…';

const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
const nounOf = (name: string): string => {
  const noun = kebab(name).replace(/-listed$/, '');
  return noun === 'people' ? 'person' : singular(noun);
};

function idOf(noun: string, name: string): string | undefined {
  if (name !== 'id' && !name.endsWith('Id')) return undefined;
  const whose = name === 'id' ? noun : kebab(name.slice(0, -2));
  return exampleIds[whose] ?? exampleIds[sameAs[whose] ?? ''] ?? exampleIds.thing;
}

/** What is known of a property of a thing; undefined when nothing is. */
function known(noun: string, name: string): unknown {
  const keys = [`${noun}.${name}`, `${sameAs[noun]}.${name}`, name];
  const key = keys.find((one) => Object.hasOwn(sampleValues, one));
  return key === undefined ? undefined : sampleValues[key];
}

/** One value that fits the schema. `noun` and `name`: what it is a property of, and which. */
export function sampleOf(schema: Schema, schemas: Schemas, noun = '', name = ''): unknown {
  if (schema.examples) return schema.examples[0];
  const value = known(noun, name);
  if (value !== undefined) return value;
  const [only] = schema.allOf ?? [];
  if (only) return sampleOf(only, schemas, noun, name);
  if (schema.$ref !== undefined) {
    const of = nameIn(schema.$ref);
    return sampleOf(schemas[of] ?? {}, schemas, nounOf(of));
  }
  const [first] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  if (first) return sampleOf(first, schemas, noun, name);
  return plain(schema, schemas, noun, name);
}

function plain(schema: Schema, schemas: Schemas, noun: string, name: string): unknown {
  const types = [schema.type ?? []].flat();
  if (types.includes('object')) return objectOf(schema, schemas, name === '' ? noun : nounOf(name));
  if (types.includes('array')) return schema.items ? [sampleOf(schema.items, schemas, noun, singularOf(name))] : [];
  if (types.includes('null')) return null;
  if (schema.enum) return schema.enum[0];
  const id = idOf(noun, name);
  if (id !== undefined) return id;
  if (types.includes('boolean')) return false;
  if (types.includes('integer') || types.includes('number')) return schema.minimum ?? 0;
  return byFormat[schema.format ?? ''] ?? UNKNOWN;
}

/** What the entries of a list are called: `people` hold a person. Those of `items` are named by their own schema. */
const singularOf = (name: string): string => (name === 'items' ? '' : nounOf(name));

function objectOf({ properties = {}, required = [] }: Schema, schemas: Schemas, noun: string): object {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name))
      .map(([name, property]) => [name, sampleOf(property, schemas, noun, name)]),
  );
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** A sample that shows what was asked: plain fields that stand in both say what the request said. */
export function asAsked(sample: unknown, asked: unknown): unknown {
  if (!isFields(sample) || !isFields(asked)) return sample;
  const plainly = Object.entries(asked).filter(
    ([name, value]) => Object.hasOwn(sample, name) && (value === null || typeof value !== 'object'),
  );
  return { ...sample, ...Object.fromEntries(plainly) };
}

/** A sample in which some fields are told otherwise, at any depth; the first entry of a list stands for all. */
export function told(sample: unknown, otherwise: unknown): unknown {
  if (Array.isArray(sample) && isFields(otherwise)) return [told(sample[0], otherwise)];
  if (!isFields(sample) || !isFields(otherwise)) return otherwise;
  const changed = Object.entries(otherwise).map(([name, value]) => [name, told(sample[name], value)]);
  return { ...sample, ...Object.fromEntries(changed) };
}
