import { z } from 'zod';
import { type FieldError } from '../../../kernel/errors.js';
import { canBeKept, plainLine, plainText } from '../../../kernel/text.js';
import { type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { catalogue, type DebriefAnswers, type ItemCode, itemCodes } from './catalogue.rules.js';
import { type Field, isRows, optionSets, type RowsField, type SimpleField, type TextField } from './fields.rules.js';
import { type DebriefItem, itemsFor } from './items.rules.js';

const textSchema = ({ maxLength, isLong }: TextField) =>
  z
    .string({ error: 'http.invalid-field' })
    .refine(canBeKept, { abort: true, error: 'debrief.text-not-readable' })
    .overwrite(isLong ? plainText : plainLine)
    .max(maxLength, { error: 'debrief.text-too-long' });

function simpleSchema(field: SimpleField) {
  switch (field.kind) {
    case 'tick':
      return z.boolean({ error: 'http.invalid-field' });
    case 'text':
      return textSchema(field);
    case 'scale':
      return z
        .int({ error: 'debrief.number-not-known' })
        .min(field.min, { error: 'debrief.number-not-known' })
        .max(field.max, {
          error: 'debrief.number-not-known',
        });
    case 'choice':
      return z.enum(optionSets[field.set], { error: 'debrief.choice-not-known' });
    case 'choices':
      return z
        .array(z.enum(optionSets[field.set], { error: 'debrief.choice-not-known' }), { error: 'http.invalid-field' })
        .max(optionSets[field.set].length, { error: 'debrief.too-many-rows' });
    case 'date':
      return z.iso
        .date({ error: 'debrief.date-not-valid' })
        .refine((day) => day >= '2000' && day < '2100', { error: 'debrief.date-not-valid' });
  }
}

const optional = (fields: readonly SimpleField[]) =>
  Object.fromEntries(fields.map((field) => [field.name, simpleSchema(field).optional()]));

const fieldSchema = (field: Field) =>
  isRows(field)
    ? z
        .array(z.strictObject(optional(field.columns), { error: 'http.invalid-field' }), {
          error: 'http.invalid-field',
        })
        .max(field.maxRows, { error: 'debrief.too-many-rows' })
    : simpleSchema(field);

const marks = {
  declined: z.boolean({ error: 'http.invalid-field' }).optional(),
  isPrivate: z.boolean({ error: 'http.invalid-field' }).optional(),
};

const itemSchema = (code: ItemCode) =>
  z.strictObject({
    ...Object.fromEntries(catalogue[code].fields.map((field) => [field.name, fieldSchema(field).optional()])),
    ...marks,
  });
const itemSchemas = Object.fromEntries(itemCodes.map((code) => [code, itemSchema(code)])) as Record<
  ItemCode,
  ReturnType<typeof itemSchema>
>;

/** Answers as they came in, right or wrong; what `answersFromForm` gives and the page shows again. */
export type RawAnswers = { [C in ItemCode]?: Record<string, unknown> };

export interface CheckedAnswers {
  /** All that is right, cleaned: a draft keeps it even when something else is wrong. */
  answers: DebriefAnswers;
  /** What is wrong, with pointers into the answers (`/learned/text`). Empty means: may be kept or handed in. */
  errors: FieldError[];
}

/**
 * Checks answers against the checklist that was asked. A draft needs nothing. A submission needs `learned` in R1 to R3,
 * as a text, a theme, or "I would rather not say". Codes: `debrief.item-not-asked`, `debrief.text-too-long`,
 * `debrief.text-not-readable`, `debrief.number-not-known`, `debrief.choice-not-known`, `debrief.date-not-valid`,
 * `debrief.too-many-rows`, `debrief.learned-missing`, `debrief.declined-with-answer`, `http.unknown-field`, `http.invalid-field`.
 */
export function checkAnswers(
  variant: IssuedVariant,
  facts: DebriefFacts,
  answers: unknown,
  step: 'draft' | 'submission',
): CheckedAnswers {
  const items = itemsFor(variant, facts);
  if (!isRecord(answers)) return { answers: {}, errors: [{ pointer: '', code: 'http.invalid-field' }] };
  const errors: FieldError[] = [];
  const right: Record<string, Record<string, unknown>> = {};
  for (const [code, given] of Object.entries(answers)) {
    if (given === undefined || given === null) continue;
    const item = items.find((asked) => asked.code === code);
    if (!item) errors.push({ pointer: pointerTo(code), code: 'debrief.item-not-asked' });
    else {
      const checked = checkItem(item, given);
      errors.push(...checked.errors);
      if (isAnswered(checked.values)) right[code] = checked.values;
    }
  }
  const there = Object.keys(right) as ItemCode[];
  if (step === 'submission') errors.push(...missingAnswers(variant, facts, there, errors));
  return { answers: right as DebriefAnswers, errors };
}

function checkItem(item: DebriefItem, given: unknown): { values: Record<string, unknown>; errors: FieldError[] } {
  if (!isRecord(given)) return { values: {}, errors: [{ pointer: pointerTo(item.code), code: 'http.invalid-field' }] };
  const shape = itemSchemas[item.code].shape as Record<string, z.ZodType>;
  const errors: FieldError[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (isBlank(value)) continue;
    if (!schema) {
      errors.push({ pointer: pointerTo(item.code, name), code: 'http.unknown-field' });
      continue;
    }
    const table = tableOf(item, name);
    const rows = Array.isArray(value) && table ? value.map(withoutBlanks) : value;
    const result = schema.safeParse(rows);
    const strangers = table?.names ? strangersIn(rows, table.names) : [];
    errors.push(
      ...strangers.map((at) => ({ pointer: pointerTo(item.code, name, at, 'name'), code: 'debrief.choice-not-known' })),
    );
    if (result.success) {
      if (!isBlank(result.data) && strangers.length === 0) values[name] = table ? filledRows(result.data) : result.data;
    } else {
      for (const issue of result.error.issues) {
        const isUnknown = issue.code === 'unrecognized_keys';
        const path = isUnknown ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
        errors.push({
          pointer: pointerTo(item.code, name, ...path.map(String)),
          code: isUnknown ? 'http.unknown-field' : issue.message,
        });
      }
      // A wrong cell must not cost the other rows: keep what is right in each.
      if (table && Array.isArray(rows)) {
        const wrong = new Set(result.error.issues.map((issue) => issue.path.join('/')));
        const kept = keepRight(rows, wrong, table, strangers);
        if (kept.length > 0) values[name] = kept;
      }
    }
  }
  if (values.declined !== true) return { values, errors };
  // "I would rather not say" hides what was written, whatever was meant: nobody but the client is to read it now.
  const { declined, isPrivate, ...others } = values;
  if (isAnswered(others))
    errors.push({ pointer: pointerTo(item.code, 'declined'), code: 'debrief.declined-with-answer' });
  return { values: { declined, ...(isPrivate === undefined ? {} : { isPrivate }) }, errors };
}

/** A table that is left out because nobody is in the record knows nobody. */
function tableOf(item: DebriefItem, name: string): RowsField | undefined {
  const isNamed = (field: RowsField): boolean => field.name === name;
  const asked = item.fields.filter(isRows).find(isNamed);
  if (asked) return asked;
  const left = (catalogue[item.code].fields as readonly Field[]).filter(isRows).find(isNamed);
  return left && { ...left, names: [] };
}

/** Rows about people who are not in the record: by their place. */
const strangersIn = (rows: unknown, names: readonly string[]): string[] =>
  (Array.isArray(rows) ? rows : []).flatMap((row: unknown, index) =>
    isRecord(row) && typeof row.name === 'string' && names.includes(row.name) ? [] : [String(index)],
  );

function keepRight(
  rows: readonly unknown[],
  wrong: ReadonlySet<string>,
  field: RowsField,
  strangers: readonly string[],
): unknown[] {
  const names = field.columns.map((column) => column.name);
  return rows.slice(0, field.maxRows).flatMap((row, index) => {
    if (!isRecord(row) || strangers.includes(String(index))) return [];
    const kept = Object.entries(row).filter(([name]) => names.includes(name) && !wrong.has(`${index}/${name}`));
    return kept.length > 0 ? [Object.fromEntries(kept)] : [];
  });
}

/** What a submission still needs, when these items are answered; what is wrong there is not called missing too. */
export const missingAnswers = (
  variant: IssuedVariant,
  facts: DebriefFacts,
  answered: readonly ItemCode[],
  errors: readonly FieldError[],
): FieldError[] =>
  itemsFor(variant, facts)
    .filter(({ code, isRequired }) => isRequired && !answered.includes(code))
    .map(({ code }) => ({ pointer: pointerTo(code, 'text'), code: 'debrief.learned-missing' }))
    .filter(({ pointer }) => !errors.some((error) => error.pointer === pointer));

/** An item with marks only: declined is an answer, a lone "just for me" is none. */
const isAnswered = ({ isPrivate: _, ...values }: Record<string, unknown>): boolean =>
  Object.values(values).some((value) => value !== false);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.every((row) => isRecord(row) && Object.values(row).every(isBlank)));

const filledRows = (rows: unknown): unknown => (Array.isArray(rows) ? rows.filter((row) => !isBlank([row])) : rows);

const withoutBlanks = (row: unknown): unknown =>
  isRecord(row) ? Object.fromEntries(Object.entries(row).filter(([, value]) => !isBlank(value))) : row;

/** A JSON Pointer (RFC 6901) from its parts. */
const pointerTo = (...parts: string[]): string =>
  parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
