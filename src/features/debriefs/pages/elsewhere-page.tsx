import { words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { renderPage, Text } from '../../../platform/pages/page.js';
import { visitAddress } from '../../client-links/client-pages.door.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { catalogue, itemCodes } from '../checklist/catalogue.rules.js';
import { type Field, isRows } from '../checklist/fields.rules.js';
import { type PageCoach, PageFrame, type PageVisit } from './page-frame.js';

export interface ElsewherePageProps {
  locale: Locale;
  coach: PageCoach;
  visit: PageVisit;
  /** It belongs to another checklist, a part of the page was missing, or the page was handed in before it came. */
  why: 'other' | 'incomplete' | 'late';
  typed: RawAnswers;
}

/** Where a form leads of which nothing could be kept: what was typed, why it is not kept here, and the way on. */
export function elsewherePage({ locale, coach, visit, why, typed }: ElsewherePageProps): string {
  const text = words(locale);
  // Of a visit that others may be reading, nothing that was meant for the client alone.
  const told = itemCodes.flatMap((code) => {
    const { isPrivate, ...values } = typed[code] ?? {};
    return isPrivate === true && visit.kind === 'assisted' ? [] : textsIn(catalogue[code].fields, values);
  });
  return renderPage(
    <PageFrame
      locale={locale}
      title={text.text('pages.frame.errorTitle', { title: text.text('pages.elsewhere.title') })}
      languageSwitch="/d/checklist"
      coach={coach}
      visit={visit}
    >
      <h1>
        <Text of={text} at={`pages.elsewhere.${why}.heading`} />
      </h1>
      <p class="notice problem" role="alert">
        <Text of={text} at={`pages.elsewhere.${why}.why`} />
      </p>
      {told.length === 0 ? null : (
        <section aria-labelledby="typed">
          <h2 id="typed">
            <Text of={text} at="pages.elsewhere.typed" />
          </h2>
          {told.map((line) => (
            <p class="own-words">
              <bdi>{line}</bdi>
            </p>
          ))}
        </section>
      )}
      <p class="actions">
        <a class="button" href={visitAddress('/d/checklist', visit.id)}>
          <Text of={text} at="pages.elsewhere.goOn" />
        </a>
      </p>
    </PageFrame>,
  );
}

/** What was written, without ticks, numbers and what was chosen from a list. */
const textsIn = (fields: readonly Field[], values: Record<string, unknown>): string[] =>
  fields.flatMap((field) => {
    const value = values[field.name];
    if (isRows(field)) return (Array.isArray(value) ? value : []).flatMap((row) => textsIn(field.columns, row));
    return (field.kind === 'text' || field.kind === 'date') && typeof value === 'string' ? [value] : [];
  });
