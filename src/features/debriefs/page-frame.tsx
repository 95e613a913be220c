import { type ComponentChild, type ComponentChildren, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type MessageParameters, type Words, words } from '../../platform/content/content.js';
import { type Locale, locales, localeTags } from '../../platform/content/locales.js';
import { styleAddress } from './debrief-style.js';

/** Whom the client can turn to. */
export interface PageCoach {
  firstName: string;
  phone: string | null;
}

/** A whole page as text. */
export const renderPage = (page: VNode): string => `<!doctype html>\n${renderToString(page)}\n`;

/** A text of the content; in a language of its own element when the wanted language does not have it. */
export function Text({ of, at, with: values }: { of: Words; at: string; with?: MessageParameters }): ComponentChild {
  const { text, lang, direction, isFallback } = of.phrase(at, values);
  return isFallback ? (
    <span lang={lang} dir={direction}>
      {text}
    </span>
  ) : (
    text
  );
}

interface FrameProps {
  locale: Locale;
  /** In the browser's tab and history: never an employer, a name or what the page is about. */
  title: string;
  /** Where the language links lead; `form` makes them buttons of the form, which save first, so that nothing is lost. */
  languageSwitch: '/d' | '/d/done' | '/d/checklist' | 'form';
  coach?: PageCoach | null;
  /** Only the link page has a script. */
  script?: string;
  children: ComponentChildren;
}

/** The id of the form that the language buttons belong to. */
export const formId = 'checklist';

/** What every client page has: one style sheet, no script but the link page's, nothing from elsewhere, not indexed. */
export function PageFrame({ locale, title, languageSwitch, coach, script, children }: FrameProps): VNode {
  const text = words(locale);
  return (
    <html lang={text.row.tag} dir={text.row.direction}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={styleAddress} />
        {script === undefined ? null : <script src={script} defer />}
      </head>
      <body>
        <a class="skip-link" href="#main">
          {text.text('pages.frame.skipToMain')}
        </a>
        <header>
          {languageSwitch === 'form' ? (
            // The first button of a form is what the Enter key presses: it must save, and not change the language.
            <button
              class="enter-key"
              type="submit"
              form={formId}
              name="action"
              value="save"
              tabIndex={-1}
              aria-hidden="true"
            >
              {text.text('pages.checklist.save')}
            </button>
          ) : null}
          <LanguageSwitch locale={locale} kind={languageSwitch} />
        </header>
        <main id="main">{children}</main>
        {coach ? (
          <footer>
            <h2>{text.text('pages.frame.helpTitle')}</h2>
            <p>
              <Text of={text} at="pages.frame.helpCoach" with={{ coach: coach.firstName }} />
            </p>
            {coach.phone === null ? null : (
              <p>
                <a href={telephone(coach.phone)}>
                  <Text of={text} at="pages.frame.helpPhone" with={{ phone: coach.phone }} />
                </a>
              </p>
            )}
          </footer>
        ) : null}
      </body>
    </html>
  );
}

function LanguageSwitch({ locale, kind }: { locale: Locale; kind: FrameProps['languageSwitch'] }): VNode {
  return (
    <nav class="languages" aria-label={words(locale).text('pages.frame.languages')}>
      {localeTags.map((tag) => {
        const { ownName, direction } = locales[tag];
        if (tag === locale) {
          return (
            <span class="language" lang={tag} dir={direction} aria-current="true">
              {ownName}
            </span>
          );
        }
        return kind !== 'form' ? (
          <a
            class="language"
            href={`${kind}?locale=${tag}`}
            lang={tag}
            dir={direction}
            hreflang={tag}
            data-keeps-token=""
          >
            {ownName}
          </a>
        ) : (
          <button class="language" type="submit" form={formId} name="locale" value={tag} lang={tag} dir={direction}>
            {ownName}
          </button>
        );
      })}
    </nav>
  );
}

const telephone = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`;
