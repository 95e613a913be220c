import { type VNode } from 'preact';
import { type Words, words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { renderPage, Text } from '../../../platform/pages/page.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { catalogue, type DebriefAnswers, type ItemCode, itemCodes } from '../checklist/catalogue.rules.js';
import { type Field, isRows, type SimpleField } from '../checklist/fields.rules.js';
import { type PageCoach, PageFrame, type PageVisit } from './page-frame.js';

export interface WithdrawnPageProps {
  locale: Locale;
  answers: DebriefAnswers;
  coach: PageCoach;
  visit: PageVisit;
}

/**
 * `GET /d/checklist` of one that was withdrawn: the "no" it was about is no longer on record, so nothing is said of it,
 * nor of a job. The client's own words are there, with the labels of their boxes; the praise above them is not.
 */
export function withdrawnPage({ locale, answers, coach, visit }: WithdrawnPageProps): string {
  const text = words(locale);
  const written = itemCodes.flatMap((code) => textsOf(text, code, (answers as RawAnswers)[code] ?? {}));
  return renderPage(
    <PageFrame
      locale={locale}
      title={text.text('pages.withdrawn.title')}
      languageSwitch="/d/checklist"
      coach={coach}
      visit={visit}
    >
      <h1>
        <Text of={text} at="pages.withdrawn.heading" />
      </h1>
      <p>
        <Text of={text} at="pages.withdrawn.intro" />
      </p>
      {written.length === 0 ? null : (
        <p>
          <Text of={text} at="pages.withdrawn.kept" />
        </p>
      )}
      {written}
    </PageFrame>,
  );
}

function textsOf(text: Words, code: ItemCode, values: Record<string, unknown>): VNode[] {
  const fields: readonly Field[] = catalogue[code].fields;
  return fields.flatMap((field) => {
    if (!isRows(field)) return box(text, code, field, values[field.name]);
    const rows = Array.isArray(values.rows) ? (values.rows as Record<string, unknown>[]) : [];
    return rows.flatMap((row) => field.columns.flatMap((column) => box(text, code, column, row[column.name])));
  });
}

function box(text: Words, code: ItemCode, field: SimpleField, value: unknown): VNode[] {
  if (field.kind !== 'text' || typeof value !== 'string' || value === '') return [];
  return [
    <p class="own-words">
      <span class="help">
        <Text of={text} at={`debriefs.fields.${code}.${field.name}`} />
      </span>
      {'\n'}
      <bdi>{value}</bdi>
    </p>,
  ];
}
