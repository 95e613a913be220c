import { type VNode } from 'preact';
import { type Words } from '../../../platform/content/content.js';
import { Text } from '../../../platform/pages/page.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { isRows, type RowsField } from '../checklist/fields.rules.js';
import { fieldId, fieldName } from '../checklist/form.rules.js';
import { type DebriefItem } from '../checklist/items.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { FieldBox, Problem } from './field-box.js';

interface ItemBoxProps {
  text: Words;
  item: DebriefItem;
  answers: RawAnswers;
  facts: DebriefFacts;
  /** Field name → what is wrong with it. */
  messages: ReadonlyMap<string, string>;
}

/** One item: what it says or asks, its fields, and for a question the two ticks that are always there. */
export function ItemBox({ text, item, answers, facts, messages }: ItemBoxProps): VNode {
  const { code, fields, isQuestion } = item;
  const values = answers[code] ?? {};
  const help = `debriefs.items.${code}.help`;
  const helpIds = [
    ...(text.has(help) ? [`help-${code}`] : []),
    ...(item.isRequired ? [`needed-${code}`] : []),
    ...(messages.has(`item.${code}`) ? [`problem-item-${code}`] : []),
  ];
  return (
    <fieldset
      class={`item ${item.section === 'positives' ? 'positive' : ''}`}
      id={`item-${code}`}
      {...(helpIds.length > 0 ? { 'aria-describedby': helpIds.join(' ') } : {})}
    >
      <legend>
        <Text of={text} at={`debriefs.items.${code}.${item.wording}`} />
      </legend>
      {text.has(help) ? (
        <p class="help" id={`help-${code}`}>
          <Text of={text} at={help} />
        </p>
      ) : null}
      {item.isRequired ? (
        <p class="help" id={`needed-${code}`}>
          <Text of={text} at="pages.checklist.needed" />
        </p>
      ) : null}
      <Problem name={`item.${code}`} messages={messages} />
      {fields.map((field) =>
        isRows(field) ? (
          <RowsBox text={text} item={item} field={field} typed={values.rows} facts={facts} messages={messages} />
        ) : (
          <FieldBox
            text={text}
            field={field}
            name={fieldName(code, field.name)}
            label={`debriefs.fields.${code}.${field.name}`}
            value={values[field.name]}
            isAlone={fields.length === 1}
            messages={messages}
          />
        ),
      )}
      {isQuestion ? <Marks text={text} item={item} values={values} /> : null}
      {code === 'feel' ? <Support text={text} /> : null}
    </fieldset>
  );
}

/** "I would rather not say" and "Just for me". */
function Marks({ text, item, values }: { text: Words; item: DebriefItem; values: Record<string, unknown> }): VNode {
  const mark = (name: 'declined' | 'isPrivate', label: string, isTicked: boolean): VNode => {
    const field = fieldName(item.code, name);
    return (
      <span class="tick">
        <input type="checkbox" id={fieldId(field)} name={field} value="yes" checked={isTicked} />
        <label for={fieldId(field)}>
          <Text of={text} at={label} />
        </label>
      </span>
    );
  };
  return (
    <div class="marks">
      {mark('declined', 'pages.checklist.declined', values.declined === true)}
      {mark('isPrivate', 'pages.checklist.private', (values.isPrivate ?? item.isPrivateByDefault) === true)}
    </div>
  );
}

const rowTitles = { people: 'person', questions: 'question', must_haves: 'mustHave' } as const;
const rowsAtLeast = { people: 1, questions: 2, must_haves: 3 } as const;

interface RowsBoxProps extends Omit<ItemBoxProps, 'answers'> {
  field: RowsField;
  typed: unknown;
}

/** The lines that are filled and one more; more come with saving. People of the record are written in already. */
function RowsBox({ text, item, field, typed, facts, messages }: RowsBoxProps): VNode {
  const known =
    field.kind === 'people'
      ? facts.peopleMet.map(({ name, role, contact }) => ({ name, role: role ?? '', contact: contact ?? '' }))
      : [];
  const filled: readonly unknown[] = Array.isArray(typed) ? typed : known;
  const count = Math.min(field.maxRows, Math.max(filled.length + 1, rowsAtLeast[field.kind]));
  return (
    <>
      {Array.from({ length: count }, (_, index) => {
        const row = (filled[index] ?? {}) as Record<string, unknown>;
        return (
          <fieldset class="row">
            <legend>
              <Text of={text} at={`pages.checklist.${rowTitles[field.kind]}`} with={{ number: index + 1 }} />
            </legend>
            {field.columns.map((column) => (
              <FieldBox
                text={text}
                field={column}
                name={fieldName(item.code, index, column.name)}
                label={`debriefs.fields.${item.code}.${column.name}`}
                value={row[column.name]}
                isAlone={false}
                isInRow
                messages={messages}
              />
            ))}
          </fieldset>
        );
      })}
      {count < field.maxRows ? (
        <p class="help">
          <Text of={text} at="pages.checklist.moreRows" />
        </p>
      ) : null}
    </>
  );
}

/** Stands there for everybody, whatever they answer: nobody has to tell anything to see it. */
function Support({ text }: { text: Words }): VNode {
  const [before = '', after = ''] = text.text('debriefs.support.call').split('988');
  return (
    <div class="support">
      <p>
        <strong>
          <Text of={text} at="debriefs.support.title" />
        </strong>
      </p>
      <p>
        {before}
        <a href="tel:988">988</a>
        {after}
      </p>
      <p>
        <Text of={text} at="debriefs.support.facts" />
      </p>
    </div>
  );
}
