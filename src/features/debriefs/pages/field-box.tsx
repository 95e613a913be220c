import { type VNode } from 'preact';
import { type Words } from '../../../platform/content/content.js';
import { dayInWords } from '../../../platform/content/locales.js';
import { Text } from '../../../platform/pages/page.js';
import { optionSets, type ScaleField, type SimpleField } from '../checklist/fields.rules.js';
import { fieldId } from '../checklist/form.rules.js';

interface FieldBoxProps {
  text: Words;
  field: SimpleField;
  name: string;
  /** Key of the label. */
  label: string;
  /** As kept or as typed, right or wrong. */
  value: unknown;
  /** The only field of its item: the item's legend names a group, no second one is needed. */
  isAlone: boolean;
  /** In a line of a list, where a select takes less room than radio buttons. */
  isInRow?: boolean;
  messages: ReadonlyMap<string, string>;
}

const mostRadios = 3;

/** One field with its label, its help and what is wrong with it. */
export function FieldBox(props: FieldBoxProps): VNode {
  const { field, name, messages, text } = props;
  switch (field.kind) {
    case 'tick':
      return <Tick text={text} name={name} label={props.label} isTicked={props.value === true} />;
    case 'scale':
      return (
        <Group
          {...props}
          className="scale"
          options={numbersOf(field)}
          chosen={[String(props.value ?? '')]}
          type="radio"
        />
      );
    case 'choices': {
      const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
      return <Group {...props} className="stack" options={optionsOf(text, field)} chosen={chosen} type="checkbox" />;
    }
    case 'choice': {
      const options = optionsOf(text, field);
      if (props.isInRow || options.length > mostRadios) return <Select {...props} options={options} />;
      return <Group {...props} className="stack" options={options} chosen={[String(props.value ?? '')]} type="radio" />;
    }
    case 'text':
    case 'date': {
      const id = fieldId(name);
      const typed = typeof props.value === 'string' ? props.value : '';
      const isDate = field.kind === 'date';
      // A browser empties a date field that holds something else; what was typed must stay.
      const isPlain = isDate && typed !== '' && !/^\d{4}-\d{2}-\d{2}$/.test(typed);
      const isDay = isDate && typed !== '' && !isPlain;
      const shared = { id, name, ...described(name, messages, isPlain || isDay ? `help-${id}` : undefined) };
      return (
        <div class="field">
          <Label {...props} />
          {isPlain ? (
            <p class="help" id={`help-${id}`}>
              <Text of={text} at="pages.checklist.dateHelp" />
            </p>
          ) : null}
          {isDay ? (
            <p class="help" id={`help-${id}`}>
              {dayInWords(text.locale, typed, { withYear: true })}
            </p>
          ) : null}
          <Problem name={name} messages={messages} />
          {isDate && !isPlain ? (
            <input type="date" value={typed} {...shared} />
          ) : isDate ? (
            <input type="text" value={typed} enterkeyhint="next" {...shared} />
          ) : field.isLong ? (
            <textarea rows={linesOf(typed)} maxLength={field.maxLength} dir="auto" {...shared}>
              {typed}
            </textarea>
          ) : (
            <input type="text" value={typed} maxLength={field.maxLength} dir="auto" enterkeyhint="next" {...shared} />
          )}
        </div>
      );
    }
  }
}

/** As many as the text takes on a narrow screen, so that none of it is cut off, on paper neither. */
const linesOf = (text: string): number =>
  Math.max(
    3,
    text.split('\n').reduce((lines, line) => lines + Math.ceil((line.length + 1) / 36), 0),
  );

/** What is wrong with a field, in words, where the field is. */
export function Problem({ name, messages }: { name: string; messages: ReadonlyMap<string, string> }): VNode | null {
  const message = messages.get(name);
  return message === undefined ? null : (
    <p class="problem" id={`problem-${fieldId(name)}`}>
      {message}
    </p>
  );
}

interface Option {
  value: string;
  label: string;
}

const optionsOf = (text: Words, field: Extract<SimpleField, { set: unknown }>): Option[] =>
  optionSets[field.set].map((value) => ({ value, label: text.text(`debriefs.options.${field.set}.${value}`) }));

const numbersOf = ({ min, max }: ScaleField): Option[] =>
  Array.from({ length: max - min + 1 }, (_, index) => ({ value: String(min + index), label: String(min + index) }));

interface GroupProps extends FieldBoxProps {
  className: string;
  options: readonly Option[];
  chosen: readonly string[];
  type: 'radio' | 'checkbox';
}

/** Radio buttons or ticks. The first has the field's id, so that a link from the error summary lands on it. */
function Group({ text, name, label, isAlone, options, chosen, type, className, messages }: GroupProps): VNode {
  const id = fieldId(name);
  const buttons = (
    <>
      <Problem name={name} messages={messages} />
      <div class={className}>
        {options.map((option, index) => {
          const optionId = index === 0 ? id : `${id}-${option.value}`;
          return (
            <span class="tick">
              <input
                type={type}
                id={optionId}
                name={name}
                value={option.value}
                checked={chosen.includes(option.value)}
                {...described(name, messages)}
              />
              <label for={optionId}>{option.label}</label>
            </span>
          );
        })}
      </div>
    </>
  );
  if (isAlone) return buttons;
  return (
    <fieldset class="group">
      <legend>
        <Text of={text} at={label} />
      </legend>
      {buttons}
    </fieldset>
  );
}

function Select({
  text,
  name,
  label,
  value,
  options,
  messages,
}: FieldBoxProps & { options: readonly Option[] }): VNode {
  return (
    <div class="field">
      <Label name={name} text={text} label={label} />
      <Problem name={name} messages={messages} />
      <select id={fieldId(name)} name={name} {...described(name, messages)}>
        <option value="">{text.text('pages.checklist.noAnswer')}</option>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function Tick({
  text,
  name,
  label,
  isTicked,
}: Pick<FieldBoxProps, 'text' | 'name' | 'label'> & { isTicked: boolean }): VNode {
  return (
    <p class="tick">
      <input type="checkbox" id={fieldId(name)} name={name} value="yes" checked={isTicked} />
      <label for={fieldId(name)}>
        <Text of={text} at={label} />
      </label>
    </p>
  );
}

const Label = ({ text, name, label }: Pick<FieldBoxProps, 'text' | 'name' | 'label'>): VNode => (
  <label for={fieldId(name)}>
    <Text of={text} at={label} />
  </label>
);

function described(name: string, messages: ReadonlyMap<string, string>, help?: string) {
  const problem = messages.has(name) ? `problem-${fieldId(name)}` : undefined;
  const ids = [help, problem].filter((id) => id !== undefined).join(' ');
  return {
    ...(ids === '' ? {} : { 'aria-describedby': ids }),
    ...(problem === undefined ? {} : { 'aria-invalid': 'true' as const }),
  };
}
