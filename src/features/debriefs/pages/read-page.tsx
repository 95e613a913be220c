import { words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { renderPage, Text } from '../../../platform/pages/page.js';
import { type RawAnswers } from '../checklist/answers.rules.js';
import { type DebriefAnswers } from '../checklist/catalogue.rules.js';
import { itemsFor, titleOf } from '../checklist/items.rules.js';
import { type IssuedVariant } from '../debriefs.rules.js';
import { type DebriefFacts } from '../issuing/facts.rules.js';
import { AnswerRead } from './answer-read.js';
import { type PageCoach, PageFrame, type PageVisit } from './page-frame.js';

export interface ReadPageProps {
  locale: Locale;
  variant: IssuedVariant;
  facts: DebriefFacts;
  answers: DebriefAnswers;
  job: string;
  coach: PageCoach;
  visit: PageVisit;
  /** What the coach wrote back; null until then. */
  reply: string | null;
  strengthNoted: string | null;
}

/** `GET /d/checklist` of one that was handed in: what the coach wrote back, and what was answered, to read and not to change. */
export function readPage(props: ReadPageProps): string {
  const { locale, variant, facts, job, coach, visit, reply, strengthNoted } = props;
  const answers = props.answers as RawAnswers;
  const text = words(locale);
  const answered = itemsFor(variant, facts).filter(({ code }) => answers[code] !== undefined);
  const fromCoach = [strengthNoted, reply].filter((line) => line !== null);
  return renderPage(
    <PageFrame
      locale={locale}
      title={text.text('pages.read.title')}
      languageSwitch="/d/checklist"
      coach={coach}
      visit={visit}
    >
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
            <Text of={text} at="pages.read.fromCoach" with={{ coach: coach.name }} />
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
          <div class="item">
            <h3>
              <Text of={text} at={titleOf(item)} />
            </h3>
            <AnswerRead text={text} item={item} values={answers[item.code] ?? {}} />
          </div>
        ))}
      </section>
    </PageFrame>,
  );
}
