import { type VNode } from 'preact';
import { words } from '../../../platform/content/content.js';
import { dayInWords, type Locale } from '../../../platform/content/locales.js';
import { renderPage, Text } from '../../../platform/pages/page.js';
import { visitAddress } from '../../client-links/client-pages.door.js';
import { type DebriefFollowUp } from '../checklist/outcomes.rules.js';
import { type PageCoach, PageFrame, type PageVisit } from './page-frame.js';
import { SupportBox } from './support-box.js';

export interface DonePageProps {
  locale: Locale;
  kind: 'submitted' | 'skipped' | 'reviewed';
  coach: PageCoach | null;
  visit: PageVisit;
  followUps?: readonly Pick<DebriefFollowUp, 'titleKey' | 'text' | 'dueOn'>[];
  /** The client's own sentences. */
  learned?: readonly string[];
  willBeCalled?: boolean;
  /** The last day the link works; shown after "not now". */
  until?: string;
}

/** `GET /d/done`. */
export function donePage({
  locale,
  kind,
  coach,
  visit,
  followUps = [],
  learned = [],
  willBeCalled,
  until,
}: DonePageProps): string {
  const text = words(locale);
  const step = ({ titleKey, text: own, dueOn }: (typeof followUps)[number]): VNode => {
    // A greeting has no last day: a few days sooner or later are as good.
    const when = titleKey === 'debriefs.followUps.checkin' ? 'around' : 'by';
    const values = { step: text.text(titleKey), when, day: dayInWords(locale, dueOn) };
    return own === null ? (
      <Text of={text} at="pages.done.step" with={values} />
    ) : (
      <Text of={text} at="pages.done.stepWithText" with={{ ...values, words: own }} />
    );
  };
  return renderPage(
    <PageFrame
      locale={locale}
      title={text.text('pages.done.title')}
      languageSwitch="/d/done"
      coach={coach}
      visit={visit}
    >
      <h1>
        <Text of={text} at={`pages.done.${kind}.heading`} />
      </h1>
      <p>
        <Text of={text} at={`pages.done.${kind}.intro`} />
      </p>
      {willBeCalled ? (
        <p class="notice">
          <Text of={text} at="pages.done.call" />
        </p>
      ) : null}
      {/* For everybody, and not only for who feels low: what it stands beside tells nothing to who reads along. */}
      {kind === 'reviewed' ? null : <SupportBox text={text} />}
      {kind === 'skipped' && until !== undefined ? (
        <>
          <p>
            <Text of={text} at="pages.done.skipped.later" with={{ until: dayInWords(locale, until) }} />
          </p>
          <p class="actions">
            <a class="button" href={visitAddress('/d/checklist', visit.id)}>
              <Text of={text} at="pages.link.open" />
            </a>
          </p>
        </>
      ) : null}
      {learned.length === 0 ? null : (
        <section aria-labelledby="learned">
          <h2 id="learned">
            <Text of={text} at="pages.done.learnedTitle" />
          </h2>
          {learned.map((sentence) => (
            <p class="own-words">
              <bdi>{sentence}</bdi>
            </p>
          ))}
        </section>
      )}
      {followUps.length === 0 ? null : (
        <section aria-labelledby="steps">
          <h2 id="steps">
            <Text of={text} at="pages.done.stepsTitle" />
          </h2>
          <ul>
            {followUps.map((followUp) => (
              <li>{step(followUp)}</li>
            ))}
          </ul>
        </section>
      )}
      <p class="help">
        <Text of={text} at="pages.done.close" />
      </p>
    </PageFrame>,
  );
}
