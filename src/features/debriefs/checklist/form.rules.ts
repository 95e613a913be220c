import { type RawAnswers } from './answers.rules.js';
import { catalogue, type ItemCode, itemCodes } from './catalogue.rules.js';
import { type Field, isRows, type RowsField, type SimpleField } from './fields.rules.js';
import { type Choice } from './merging.rules.js';

/** The name of a form field: `item.learned.text`, `item.people.0.name`. */
export const fieldName = (code: ItemCode, ...parts: (string | number)[]): string => ['item', code, ...parts].join('.');

/** The name of a cell of a table: `item.people.0.name`, `item.people.known.0.met`. */
export const cellName = (code: ItemCode, { name }: RowsField, index: number, column: string): string =>
  name === 'rows' ? fieldName(code, index, column) : fieldName(code, name, index, column);

/** The HTML id that belongs to it. */
export const fieldId = (name: string): string => name.replaceAll('.', '-');

/** The form field that an error's pointer means: `/people/rows/0/name` → `item.people.0.name`. */
export function fieldNameOf(pointer: string): string {
  const [code, ...rest] = pointer.split('/').slice(1);
  return ['item', code, ...(rest[0] === 'rows' ? rest.slice(1) : rest)].join('.');
}

/** What was sent with the form of the checklist. */
export type Form = Readonly<Record<string, unknown>>;

/** The field that says which of two texts of an item is meant: `both.learned`, `typed` or `saved`. */
export const choiceName = (code: ItemCode): string => `both.${code}`;

/** The field that says that there was a choice, also when none was made. */
export const tornName = (code: ItemCode): string => `torn.${code}`;

/** The items that the page showed twice, each with what was chosen; null where nothing was. */
export const choicesFromForm = (form: Form): ReadonlyMap<ItemCode, Choice> =>
  new Map(
    itemCodes
      .filter((code) => Object.hasOwn(form, tornName(code)))
      .map((code) => {
        const chosen = last(form, choiceName(code));
        return [code, chosen === 'typed' || chosen === 'saved' ? chosen : null];
      }),
  );

/** A typed day as `YYYY-MM-DD`; null when it is none. */
export type ReadDay = (typed: string) => string | null;
const noDay: ReadDay = () => null;

/**
 * Turns a posted form (urlencoded fields; a repeated field is an array) into answers. Tolerant: what is no field of the
 * catalogue is ignored, empty fields are left out, wrong values stay as typed so that the page can show them again. A day
 * is read as the language of the page writes it.
 */
export function answersFromForm(form: Form, readDay: ReadDay = noDay): RawAnswers {
  const answers: RawAnswers = {};
  for (const code of itemCodes) {
    const { fields, isQuestion } = catalogue[code];
    const values: Record<string, unknown> = {};
    for (const field of fields as readonly Field[]) {
      const value = isRows(field)
        ? rowsOf(form, code, field, readDay)
        : typedIn(form, fieldName(code, field.name), field, readDay);
      if (value !== undefined) values[field.name] = value;
    }
    if (isQuestion && last(form, fieldName(code, 'declined')) !== '') values.declined = true;
    if (Object.keys(values).length === 0) continue;
    if (isQuestion) values.isPrivate = last(form, fieldName(code, 'isPrivate')) !== '';
    answers[code] = values;
  }
  return answers;
}

function typedIn(form: Form, name: string, field: SimpleField, readDay: ReadDay): unknown {
  if (field.kind === 'choices') {
    const chosen = all(form, name).filter((value) => value !== '');
    return chosen.length > 0 ? [...new Set(chosen)] : undefined;
  }
  const typed = last(form, name);
  if (typed === '') return undefined;
  if (field.kind === 'tick') return true;
  if (field.kind === 'scale') return /^\d{1,2}$/.test(typed) ? Number(typed) : typed;
  return field.kind === 'date' ? (readDay(typed) ?? typed.trim()) : typed;
}

function rowsOf(form: Form, code: ItemCode, field: RowsField, readDay: ReadDay): Record<string, unknown>[] | undefined {
  const rows = Array.from({ length: field.maxRows }, (_, index) =>
    Object.fromEntries(
      field.columns.flatMap((column) => {
        const value = typedIn(form, cellName(code, field, index, column.name), column, readDay);
        return value === undefined ? [] : [[column.name, value] as const];
      }),
    ),
  ).filter((row) => Object.keys(row).some((name) => field.kind !== 'known_people' || name !== 'name'));
  return rows.length > 0 ? rows : undefined;
}

/** As typed; but a browser writes every line end as two signs, and that is not what was typed. */
const text = (value: unknown): string => (typeof value === 'string' ? value.replaceAll('\r\n', '\n') : '');

function all(form: Form, name: string): string[] {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return (Array.isArray(value) ? value : [value]).map(text);
}

const last = (form: Form, name: string): string => {
  const value = all(form, name).at(-1) ?? '';
  return value.trim() === '' ? '' : value;
};
