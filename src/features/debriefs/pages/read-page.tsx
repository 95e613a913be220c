import { type VNode } from 'preact';
import { type Words, words } from '../../../platform/content/content.js';
import { dayInWords, type Locale } from '../../../platform/content/locales.js';
import { renderPage, Text } from '../../../platform/pages/page.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers } from '../checklist/catalogue.rules.js';
import { type Field, isRows, type RowsField, type SimpleField } from '../checklist/fields.rules.js';
import { type DebriefItem, itemsFor } from '../checklist/items.rules.js';
import { type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { type PageCoach, PageFrame } from './page-frame.js';

export interface ReadPageProps {
  locale: Locale;
  variant: IssuedVariant;
  facts: DebriefFacts;
  answers: DebriefAnswers;
  job: string;
  coach: PageCoach;
  /** What the coach wrote back; null until then. */
  reply: string | null;
  strengthNoted: string | null;
}

/** `GET /d/checklist` of one that was handed in: what the coach wrote back, and what was answered, to read and not to change. */
export function readPage(props: ReadPageProps): string {
  const { locale, variant, facts, job, coach, reply, strengthNoted } = props;
  const answers = props.answers as RawAnswers;
  const text = words(locale);
  const answered = itemsFor(variant, facts).filter(({ code }) => answers[code] !== undefined);
  const fromCoach = [strengthNoted, reply].filter((line) => line !== null);
  return renderPage(
    <PageFrame locale={locale} title={text.text('pages.read.title')} languageSwitch="/d/checklist" coach={coach}>
      <h1>
        <Text of={text} at="pages.read.title" />
      </h1>
      <p class="about">
        <Text of={text} at="pages.checklist.about" with={{ job }} />
      </p>
      <p>
        <Text of={text} at="pages.read.intro" />
      </p>
      {fromCoach.length === 0 ? null : (
        <section aria-labelledby="from-coach">
          <h2 id="from-coach">
            <Text of={text} at="pages.read.fromCoach" with={{ coach: coach.firstName }} />
          </h2>
          {fromCoach.map((line) => (
            <p class="own-words">
              <bdi>{line}</bdi>
            </p>
          ))}
        </section>
      )}
      <section aria-labelledby="answers">
        <h2 id="answers">
          <Text of={text} at="pages.read.answers" />
        </h2>
        {answered.map((item) => (
          <ItemRead text={text} item={item} values={answers[item.code] ?? {}} />
        ))}
      </section>
    </PageFrame>,
  );
}

function ItemRead({ text, item, values }: { text: Words; item: DebriefItem; values: Record<string, unknown> }): VNode {
  return (
    <div class="item">
      <h3>
        <Text of={text} at={`debriefs.items.${item.code}.${item.wording}`} />
      </h3>
      {values.declined === true ? (
        <p>
          <Text of={text} at="pages.checklist.declined" />
        </p>
      ) : null}
      {(item.fields as readonly Field[]).flatMap((field) =>
        isRows(field)
          ? rowsRead(text, item, field, values.rows)
          : [<FieldRead text={text} item={item} field={field} value={values[field.name]} />],
      )}
      {values.isPrivate === true ? (
        <p class="help">
          <Text of={text} at="pages.checklist.private" />
        </p>
      ) : null}
    </div>
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
