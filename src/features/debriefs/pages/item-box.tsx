import { type VNode } from 'preact';
import { type Words } from '../../../platform/content/content.js';
import { Text } from '../../../platform/pages/page.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { isRows, type RowsField } from '../checklist/fields.rules.js';
import { cellName, choiceName, fieldId, fieldName, tornName } from '../checklist/form.rules.js';
import { type DebriefItem, helpOf, isEarlier, titleOf } from '../checklist/items.rules.js';
import { AnswerRead } from './answer-read.js';
import { FieldBox, Problem } from './field-box.js';
import { saveAt } from './saved-place.js';
import { SupportBox } from './support-box.js';

interface ItemBoxProps {
  text: Words;
  item: DebriefItem;
  answers: RawAnswers;
  /** What was saved elsewhere meanwhile, to choose from; null where nothing was. `{}`: it was emptied. */
  saved: Record<string, unknown> | null;
  /** Field name → what is wrong with it. */
  messages: ReadonlyMap<string, string>;
  /** It was just saved from here. */
  notice?: VNode | null;
}

/** One item: what it says or asks, its fields, and for a question the two ticks that are always there. */
export function ItemBox({ text, item, answers, saved, messages, notice = null }: ItemBoxProps): VNode {
  const { code, fields, isQuestion } = item;
  const values = answers[code] ?? {};
  const key = helpOf(item);
  const help = key !== null && text.has(key) ? key : null;
  const helpIds = [
    ...(help !== null ? [`help-${code}`] : []),
    ...(item.isRequired ? [`needed-${code}`] : []),
    ...(messages.has(`item.${code}`) ? [`problem-item-${code}`] : []),
  ];
  return (
    <fieldset
      class={`item ${item.section === 'positives' && !isEarlier(item) ? 'positive' : ''}`}
      id={`item-${code}`}
      {...(helpIds.length > 0 ? { 'aria-describedby': helpIds.join(' ') } : {})}
    >
      <legend>
        <Text of={text} at={titleOf(item)} />
      </legend>
      {help !== null ? (
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
          <RowsBox text={text} item={item} field={field} typed={values[field.name]} messages={messages} />
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
      {notice}
      {saved === null ? null : <BothTexts text={text} item={item} saved={saved} messages={messages} />}
      {isQuestion ? <Marks text={text} item={item} values={values} messages={messages} /> : null}
      {code === 'feel' ? <SupportBox text={text} /> : null}
    </fieldset>
  );
}

/** In an assisted visit: answered, and the client's own. Nothing of it is shown, and nothing here can change it. */
export function ClosedItem({ text, item, messages }: Pick<ItemBoxProps, 'text' | 'item' | 'messages'>): VNode {
  return (
    <div class="item" id={`item-${item.code}`}>
      <h3>
        <Text of={text} at={titleOf(item)} />
      </h3>
      <Problem name={`item.${item.code}`} messages={messages} />
      <p class="help">
        <Text of={text} at="pages.assisted.closed" />
      </p>
    </div>
  );
}

/** Both texts of an item that was changed here and elsewhere. Nothing of it is kept until one is chosen. */
function BothTexts({
  text,
  item,
  saved,
  messages,
}: Pick<ItemBoxProps, 'text' | 'item' | 'messages'> & { saved: Record<string, unknown> }): VNode {
  const name = choiceName(item.code);
  const option = (value: 'typed' | 'saved', id: string): VNode => (
    <span class="tick">
      <input type="radio" id={id} name={name} value={value} aria-describedby={`problem-${fieldId(name)}`} />
      <label for={id}>
        <Text of={text} at={`pages.checklist.${value === 'typed' ? 'keepTyped' : 'keepSaved'}`} />
      </label>
    </span>
  );
  return (
    <fieldset class="group">
      <legend>
        <Text of={text} at="pages.checklist.savedElsewhere" />
      </legend>
      <AnswerRead text={text} item={item} values={saved} />
      <Problem name={name} messages={messages} />
      <input type="hidden" name={tornName(item.code)} value="yes" />
      {option('typed', fieldId(name))}
      {option('saved', `${fieldId(name)}-saved`)}
    </fieldset>
  );
}

/** "I would rather not say" and "Just for me". */
function Marks({
  text,
  item,
  values,
  messages,
}: Pick<ItemBoxProps, 'text' | 'item' | 'messages'> & { values: Record<string, unknown> }): VNode {
  const declined = fieldName(item.code, 'declined');
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
      <Problem name={declined} messages={messages} />
      {mark('declined', 'pages.checklist.declined', values.declined === true)}
      {mark('isPrivate', 'pages.checklist.private', (values.isPrivate ?? item.isPrivateByDefault) === true)}
    </div>
  );
}

const rowTitles = {
  people: 'person',
  questions: 'question',
  must_haves: 'mustHave',
  known_people: 'didYouMeet',
} as const;
const rowsAtLeast = { people: 1, questions: 2, must_haves: 3, known_people: 0 } as const;

interface RowsBoxProps extends Omit<ItemBoxProps, 'answers' | 'saved' | 'notice'> {
  field: RowsField;
  typed: unknown;
}

/** The lines that are filled and one more; more come with saving. Of people in the record, one for each: yes or no? */
function RowsBox({ text, item, field, typed, messages }: RowsBoxProps): VNode {
  const filled = (Array.isArray(typed) ? typed : []) as readonly Record<string, unknown>[];
  const { names } = field;
  const count = names?.length ?? Math.min(field.maxRows, Math.max(filled.length + 1, rowsAtLeast[field.kind]));
  return (
    <>
      {Array.from({ length: count }, (_, index) => {
        const name = names?.[index];
        const row = (name === undefined ? filled[index] : filled.find((one) => one.name === name)) ?? {};
        return (
          <fieldset class="row">
            <legend>
              <Text
                of={text}
                at={`pages.checklist.${rowTitles[field.kind]}`}
                with={name === undefined ? { number: index + 1 } : { name }}
              />
            </legend>
            {field.columns
              .filter((column) => name === undefined || column.name !== 'name')
              .map((column) => (
                <FieldBox
                  text={text}
                  field={column}
                  name={cellName(item.code, field, index, column.name)}
                  label={`debriefs.fields.${item.code}.${column.name}`}
                  value={row[column.name]}
                  isAlone={column.name === 'met'}
                  isInRow={column.name !== 'met'}
                  messages={messages}
                />
              ))}
            {/* Last: what follows the legend must be something that is seen, or it does not begin below it. */}
            {name === undefined ? null : (
              <input type="hidden" name={cellName(item.code, field, index, 'name')} value={name} />
            )}
          </fieldset>
        );
      })}
      {names === undefined && count < field.maxRows ? (
        <p>
          <button type="submit" class="button" name="action" value={saveAt(item.code)}>
            <Text of={text} at="pages.checklist.saveMore" />
          </button>
        </p>
      ) : null}
    </>
  );
}
