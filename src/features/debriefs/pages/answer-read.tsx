import { type VNode } from 'preact';
import { type Words } from '../../../platform/content/content.js';
import { dayInWords } from '../../../platform/content/locales.js';
import { Text } from '../../../platform/pages/page.js';
import { type Field, isRows, type RowsField, type SimpleField } from '../checklist/fields.rules.js';
import { type DebriefItem } from '../checklist/items.rules.js';

interface AnswerReadProps {
  text: Words;
  item: DebriefItem;
  values: Record<string, unknown>;
}

/** The answer to one item, to read. */
export function AnswerRead({ text, item, values }: AnswerReadProps): VNode {
  return (
    <>
      {values.declined === true ? (
        <p>
          <Text of={text} at="pages.checklist.declined" />
        </p>
      ) : null}
      {(item.fields as readonly Field[]).flatMap((field) =>
        isRows(field)
          ? rowsRead(text, item, field, values[field.name])
          : [<FieldRead text={text} item={item} field={field} value={values[field.name]} />],
      )}
      {values.isPrivate === true ? (
        <p class="help">
          <Text of={text} at="pages.checklist.private" />
        </p>
      ) : null}
    </>
  );
}

const rowsRead = (text: Words, item: DebriefItem, { columns }: RowsField, value: unknown): VNode[] =>
  (Array.isArray(value) ? (value as Record<string, unknown>[]) : []).map((row) => (
    <div class="row">
      {columns.map((column) => (
        <FieldRead text={text} item={item} field={column} value={row[column.name]} />
      ))}
    </div>
  ));

interface FieldReadProps {
  text: Words;
  item: DebriefItem;
  field: SimpleField;
  value: unknown;
}

function FieldRead({ text, item, field, value }: FieldReadProps): VNode | null {
  const label = `debriefs.fields.${item.code}.${field.name}`;
  if (value === undefined || value === false) return null;
  if (field.kind === 'tick') {
    return (
      <p>
        <Text of={text} at={label} />
      </p>
    );
  }
  return (
    <p class="own-words">
      <span class="help">
        <Text of={text} at={label} />
      </span>
      {'\n'}
      <bdi>{inWords(text, field, value)}</bdi>
    </p>
  );
}

function inWords(text: Words, field: SimpleField, value: unknown): string {
  if (field.kind === 'date') return dayInWords(text.locale, String(value), { withYear: true });
  if (!('set' in field)) return String(value);
  const chosen: readonly unknown[] = Array.isArray(value) ? value : [value];
  return chosen.map((option) => text.text(`debriefs.options.${field.set}.${option}`)).join(', ');
}
