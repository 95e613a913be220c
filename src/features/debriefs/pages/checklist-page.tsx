import { type VNode } from 'preact';
import { type FieldError } from '../../../kernel/errors.js';
import { type Words, words } from '../../../platform/content/content.js';
import { dayInWords, type Locale } from '../../../platform/content/locales.js';
import { renderPage, Text } from '../../../platform/pages/page.js';
import { DRAFT, visitAddress } from '../../client-links/client-pages.door.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers, type ItemCode, type Section, sections } from '../checklist/catalogue.rules.js';
import { choiceName, fieldId, fieldNameOf } from '../checklist/form.rules.js';
import { type DebriefItem, headingOf, lateAnswerOf, openingOf, shownItems, titleOf } from '../checklist/items.rules.js';
import { markOf, marksText } from '../checklist/merging.rules.js';
import { type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { ClosedItem, ItemBox } from './item-box.js';
import { formId, type PageCoach, PageFrame, type PageVisit } from './page-frame.js';
import { SAVE, SAVED, type SavedAt } from './saved-place.js';

export interface ChecklistPageProps {
  locale: Locale;
  variant: IssuedVariant;
  facts: DebriefFacts;
  /** What is kept, or what was typed when something is wrong (`answersFromForm`): shown again exactly as it came. */
  answers: DebriefAnswers | RawAnswers;
  /** What is kept now, as far as this visit may see it: marks of it are sent back with the form. */
  kept: DebriefAnswers;
  /** Items that the client keeps private and this visit may not see. */
  hidden: ReadonlySet<ItemCode>;
  /** Items that were changed here and elsewhere. */
  torn?: ReadonlySet<ItemCode>;
  /** Items that were sent, and are kept private meanwhile. */
  shut?: ReadonlySet<ItemCode>;
  /** The form belongs to this one, and says so. */
  debriefId: string;
  visit: PageVisit;
  /** The job this is about, as the client knows it; inside the page only. */
  job: string | null;
  coach: PageCoach | null;
  /** From `checkAnswers`: pointers into the answers. */
  errors?: readonly FieldError[];
  /** It was just saved, from this place of the page. */
  saved?: SavedAt | null;
  /** What was typed on a page that had closed could not be brought along. */
  isMissing?: boolean;
  /** The draft that this page shows: it comes back with the form. */
  draftId?: string;
}

/**
 * `GET /d/checklist`. Posts to `/d/checklist` of its own visit: `debrief`, which it belongs to, `base`, what it showed, the
 * fields `item.<code>.<field>`, and one of `action=save`, `action=save.<code>`, `action=submit`, `action=skip`,
 * `action=leave`, or `locale=<tag>` (saves, then shows the page in that language). Needs no script.
 */
export function checklistPage(props: ChecklistPageProps): string {
  const { locale, variant, facts, kept, hidden, debriefId, visit, job, coach, errors = [] } = props;
  const { saved = null, isMissing = false, draftId } = props;
  const { torn = new Set(), shut = new Set() } = props;
  const answers = props.answers as RawAnswers;
  const text = words(locale);
  const items = shownItems(variant, facts, (code) => code in answers || code in kept || hidden.has(code));
  const [happened, purpose] = openingOf(variant, facts);
  const late = lateAnswerOf(facts);
  const messages = new Map([
    ...[...torn].map((code) => [choiceName(code), text.text('pages.checklist.torn')] as const),
    ...[...shut].map((code) => [`item.${code}`, text.text('pages.checklist.shut')] as const),
    ...errors.map(({ pointer, code }) => [fieldNameOf(pointer), text.text(messageOf(code))] as const),
  ]);
  const title = text.text('pages.checklist.title');
  const base = new Map(
    items.filter(({ code }) => !hidden.has(code)).map(({ code }) => [code, markOf(kept[code])] as const),
  );
  return renderPage(
    <PageFrame
      locale={locale}
      title={messages.size > 0 ? text.text('pages.frame.errorTitle', { title }) : title}
      languageSwitch="form"
      coach={coach}
      visit={visit}
    >
      <h1>
        <Text of={text} at={headingOf(variant, facts)} />
      </h1>
      {messages.size > 0 ? <ErrorSummary text={text} items={items} messages={messages} /> : null}
      {isMissing ? (
        <p class="notice problem" role="alert">
          <Text of={text} at="pages.checklist.notBrought" />
        </p>
      ) : null}
      {saved === 'top' ? <SavedNotice text={text} /> : null}
      {job === null ? null : (
        <p class="about">
          <Text of={text} at="pages.checklist.about" with={{ job }} />
        </p>
      )}
      <p>
        <Text of={text} at={happened} /> <Text of={text} at={purpose} />{' '}
        <Text of={text} at={`debriefs.variants.${variant}.minutes`} />
      </p>
      {late === null ? null : (
        <p>
          <Text
            of={text}
            at="debriefs.lateAnswer"
            with={{ promised: dayInWords(locale, late.promisedOn), decided: dayInWords(locale, late.decidedOn) }}
          />
        </p>
      )}
      <p>
        <Text of={text} at="pages.checklist.free" /> <Text of={text} at="pages.checklist.reader" />{' '}
        <Text of={text} at="pages.checklist.safety" />
      </p>
      <form id={formId} method="post" action={visitAddress('/d/checklist', visit.id)} autocomplete="off">
        <input type="hidden" name="debrief" value={debriefId} />
        <input type="hidden" name="base" value={marksText(base)} />
        <input type="hidden" name="pageLocale" value={locale} />
        {draftId === undefined ? null : <input type="hidden" name={DRAFT} value={draftId} />}
        {sections.map((section) => (
          <SectionBox
            text={text}
            section={section}
            items={items.filter((item) => item.section === section)}
            box={(item) =>
              hidden.has(item.code) ? (
                <ClosedItem text={text} item={item} messages={messages} />
              ) : (
                <ItemBox
                  text={text}
                  item={item}
                  answers={answers}
                  saved={torn.has(item.code) ? ((kept as RawAnswers)[item.code] ?? {}) : null}
                  messages={messages}
                  notice={saved === item.code ? <SavedNotice text={text} /> : null}
                />
              )
            }
            isOpen={(item) =>
              saved === item.code ||
              answers[item.code] !== undefined ||
              hidden.has(item.code) ||
              hasError(item, messages)
            }
          />
        ))}
        {saved === 'end' ? <SavedNotice text={text} /> : null}
        <p class="actions">
          <button type="submit" class="main" name="action" value="submit">
            <Text of={text} at="pages.checklist.submit" />
          </button>
          <button type="submit" name="action" value={SAVE}>
            <Text of={text} at="pages.checklist.save" />
          </button>
          <button type="submit" class="quiet" name="action" value="skip" aria-describedby="skip-help">
            <Text of={text} at="pages.checklist.skip" />
          </button>
        </p>
        <p class="help" id="skip-help">
          <Text of={text} at="pages.checklist.skipHelp" />
        </p>
      </form>
    </PageFrame>,
  );
}

/** Where the page is shown from after saving. */
const SavedNotice = ({ text }: { text: Words }): VNode => (
  <p class="notice" role="status" id={SAVED} tabIndex={-1}>
    <Text of={text} at="pages.checklist.saved" />
  </p>
);

/** A day is written on a page as its language writes it, and the web API has another form for it. */
const messageOf = (code: string): string =>
  code === 'debrief.date-not-valid' ? 'pages.checklist.dateWrong' : `errors.${code}`;

interface SectionBoxProps {
  text: Words;
  section: Section;
  items: readonly DebriefItem[];
  box: (item: DebriefItem) => VNode;
  /** Whether an item of the folded part has something to show. */
  isOpen: (item: DebriefItem) => boolean;
}

/** The main steps of a section, and the others folded away; the two short sections at the top are never folded. */
function SectionBox({ text, section, items, box, isOpen }: SectionBoxProps): VNode | null {
  if (items.length === 0) return null;
  const isWhole = section === 'check_in' || section === 'positives';
  const shown = items.filter((item) => isWhole || item.isMain);
  const folded = items.filter((item) => !shown.includes(item));
  const id = `section-${section}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        <Text of={text} at={`debriefs.sections.${section}.title`} />
      </h2>
      <p class="help">
        <Text of={text} at={`debriefs.sections.${section}.help`} />
      </p>
      {shown.map(box)}
      {folded.length === 0 ? null : (
        <details open={folded.some(isOpen)}>
          <summary>
            <Text of={text} at="pages.checklist.more" />
          </summary>
          {folded.map(box)}
        </details>
      )}
    </section>
  );
}

interface ErrorSummaryProps {
  text: Words;
  items: readonly DebriefItem[];
  messages: ReadonlyMap<string, string>;
}

/** What needs another look, in the order of the page, each with the question it belongs to and a link to the field. */
function ErrorSummary({ text, items, messages }: ErrorSummaryProps): VNode {
  const wrong = items.flatMap((item) =>
    [...messages]
      .filter(([name]) => belongsTo(name, item))
      .map(([name, message]) => ({ name, message, title: titleOf(item) })),
  );
  return (
    <div class="notice problem" role="alert" id="problem" tabIndex={-1}>
      <h2>
        <Text of={text} at="pages.checklist.errorsTitle" />
      </h2>
      <ul>
        {wrong.map(({ name, message, title }) => (
          <li>
            <a href={`#${fieldId(name)}`}>
              <Text of={text} at={title} /> {message}
            </a>
          </li>
        ))}
      </ul>
      <p>
        <Text of={text} at="pages.checklist.errorsHelp" />
      </p>
    </div>
  );
}

const belongsTo = (name: string, { code }: DebriefItem): boolean =>
  name === `item.${code}` || name === choiceName(code) || name.startsWith(`item.${code}.`);

const hasError = (item: DebriefItem, messages: ReadonlyMap<string, string>): boolean =>
  [...messages.keys()].some((name) => belongsTo(name, item));
