import type { Words } from '../../../platform/content/content.js';
import type { ItemCode } from './catalogue.rules.js';
import { type Field, isRows, optionSets, type SimpleField } from './fields.rules.js';

/** A field as answers show it: with its words and its bounds, so that a form can be drawn of it. */
export interface AskedField {
  name: string;
  kind: string;
  label: string;
  options: { value: string; label: string }[] | null;
  maxLength: number | null;
  isLong: boolean;
  min: number | null;
  max: number | null;
}

/** A short table: its columns are fields. */
export interface AskedFieldOrRows extends AskedField {
  maxRows: number | null;
  columns: AskedField[] | null;
}

function simple({ text }: Words, code: ItemCode, field: SimpleField): AskedField {
  const options = 'set' in field ? optionSets[field.set] : null;
  return {
    name: field.name,
    kind: field.kind,
    label: text(`debriefs.fields.${code}.${field.name}`),
    options:
      'set' in field && options !== null
        ? options.map((value) => ({ value, label: text(`debriefs.options.${field.set}.${value}`) }))
        : null,
    maxLength: field.kind === 'text' ? field.maxLength : null,
    isLong: field.kind === 'text' && field.isLong,
    min: field.kind === 'scale' ? field.min : null,
    max: field.kind === 'scale' ? field.max : null,
  };
}

/** The fields of an item in this language. What stands in a table is labelled by the title of its item. */
export const askedFields = (
  words: Words,
  code: ItemCode,
  title: string,
  fields: readonly Field[],
): AskedFieldOrRows[] =>
  fields.map((field) =>
    isRows(field)
      ? {
          name: field.name,
          kind: field.kind,
          label: title,
          options: null,
          maxLength: null,
          isLong: false,
          min: null,
          max: null,
          maxRows: field.maxRows,
          columns: field.columns.map((column) => ({
            ...simple(words, code, column),
            // Of people in the record, only these: each may be asked about, and none added.
            ...(field.names && column.name === 'name'
              ? { kind: 'choice', maxLength: null, options: field.names.map((value) => ({ value, label: value })) }
              : {}),
          })),
        }
      : { ...simple(words, code, field), maxRows: null, columns: null },
  );
