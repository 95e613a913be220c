import { createHash } from 'node:crypto';
import { type ComponentChild, type ComponentChildren, type VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type MessageParameters, type Words, words } from '../content/content.js';
import { type Locale, locales, localeTags } from '../content/locales.js';

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

/** The address of a style sheet or script. It changes with the text, so that a browser may keep the file for a year. */
export const addressOf = (path: string, text: string): string =>
  `${path}?v=${createHash('sha256').update(text).digest('base64url').slice(0, 12)}`;

interface PageProps {
  locale: Locale;
  /** In the browser's tab and history: never a name or what the page is about. */
  title: string;
  style: string;
  script?: string | undefined;
  header: ComponentChildren;
  footer?: ComponentChildren;
  children: ComponentChildren;
}

/** What every page for people has: one style sheet, at most one script, nothing from elsewhere, not indexed. */
export function Page({ locale, title, style, script, header, footer, children }: PageProps): VNode {
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
        <link rel="stylesheet" href={style} />
        {script === undefined ? null : <script src={script} defer />}
      </head>
      <body>
        <a class="skip-link" href="#main">
          {text.text('pages.frame.skipToMain')}
        </a>
        <header>{header}</header>
        <main id="main">{children}</main>
        {footer}
      </body>
    </html>
  );
}

interface LanguageSwitchProps {
  locale: Locale;
  /** What leads to this page in another language. */
  link: (language: { tag: Locale; ownName: string; direction: 'ltr' | 'rtl' }) => VNode;
}

/** The languages, each by its own name; the page's own is marked, the others lead to it. */
export function LanguageSwitch({ locale, link }: LanguageSwitchProps): VNode {
  return (
    <nav class="languages" aria-label={words(locale).text('pages.frame.languages')}>
      {localeTags.map((tag) => {
        const { ownName, direction } = locales[tag];
        return tag === locale ? (
          <span class="language" lang={tag} dir={direction} aria-current="true">
            {ownName}
          </span>
        ) : (
          link({ tag, ownName, direction })
        );
      })}
    </nav>
  );
}

/** A plain link to the same page in another language; the page's script puts the token behind it. */
export const languageLink =
  (path: string): LanguageSwitchProps['link'] =>
  ({ tag, ownName, direction }) => (
    <a
      class="language"
      href={`${path}${path.includes('?') ? '&' : '?'}locale=${tag}`}
      lang={tag}
      dir={direction}
      hreflang={tag}
      data-keeps-token=""
    >
      {ownName}
    </a>
  );

/**
 * The script of a page that a link with a token opens: moves the token from the address, where it never reaches the
 * server or its log, into the form, keeps it when the language is changed, and takes it out of the address bar and the
 * history. Also when a link is pasted while this page is open, which loads nothing anew.
 */
export const tokenScript = `(() => {
  const take = () => {
    const token = location.hash.slice(1);
    const field = document.getElementById('token');
    if (!/^[\\w-]{43}$/.test(token) || field === null) return;
    field.value = token;
    for (const link of document.querySelectorAll('[data-keeps-token]')) link.hash = token;
    history.replaceState(null, '', location.pathname + location.search);
    document.documentElement.classList.add('has-token');
  };
  take();
  addEventListener('hashchange', take);
})();
`;
