import { type MessageParameters, words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import {
  addressOf,
  LanguageSwitch,
  languageLink,
  Page,
  renderPage,
  Text,
  tokenScript,
} from '../../../platform/pages/page.js';
import { pageStyle } from '../../../platform/pages/page-style.js';

/** Key of the sentence, and its values. */
export interface LinkProblem {
  at: string;
  with?: MessageParameters;
  isOfCode?: boolean;
}

export interface LinkPageProps {
  locale: Locale;
  /** What was typed before, when the code did not work. */
  typedCode?: string;
  /** What to know first. `isOfCode`: it is the code that must be put right. */
  problem?: LinkProblem | null;
  /** What was typed on a page that had closed, sealed: it goes on from here. */
  carried?: string | null;
}

/**
 * `GET /d`. Shows nothing of anybody and changes nothing, so a mail scanner may fetch it as often as it likes. The token
 * is in the address after `#`, which never leaves the browser; the script puts it into the form. Without a script the
 * short code does the same. The form posts `token`, `code` and `shared` to `/d/start`, or to `/d/again` with what is
 * carried.
 */
export function linkPage({ locale, typedCode = '', problem = null, carried = null }: LinkPageProps): string {
  const text = words(locale);
  const isRefused = problem?.isOfCode === true;
  const title = text.text('pages.link.title');
  const codeId = 'code';
  return renderPage(
    <Page
      locale={locale}
      title={isRefused ? text.text('pages.frame.errorTitle', { title }) : title}
      style={styleAddress}
      script={scriptAddress}
      // A link to another language would leave behind what is carried; that page is in the language of the one it follows.
      header={carried === null ? <LanguageSwitch locale={locale} link={languageLink('/d')} /> : null}
    >
      <h1>
        <Text of={text} at="pages.link.heading" />
      </h1>
      {problem === null ? null : (
        <p
          class={isRefused ? 'notice problem' : 'notice'}
          role={isRefused ? 'alert' : 'status'}
          {...(isRefused ? { id: 'code-error' } : {})}
        >
          <Text of={text} at={problem.at} with={problem.with ?? {}} />{' '}
          {carried === null || isRefused ? null : <Text of={text} at="pages.link.carried" />}
        </p>
      )}
      <form method="post" action={carried === null ? '/d/start' : '/d/again'} autocomplete="off">
        {carried === null ? null : <input type="hidden" name="carried" value={carried} />}
        <input type="hidden" name="token" id="token" value="" />
        <input type="hidden" name="locale" value={locale} />
        <p class="by-link">
          <Text of={text} at="pages.link.introWithLink" />
        </p>
        <div class="by-code field">
          <p>
            <Text of={text} at="pages.link.intro" />
          </p>
          <label for={codeId}>
            <Text of={text} at="pages.link.code" />
          </label>
          <p class="help" id="code-help">
            <Text of={text} at="pages.link.codeHelp" />
          </p>
          <input
            class="code"
            id={codeId}
            name="code"
            type="text"
            value={typedCode}
            maxLength={20}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-describedby={isRefused ? 'code-error code-help' : 'code-help'}
            {...(isRefused ? { 'aria-invalid': 'true' as const } : {})}
          />
        </div>
        <p class="tick">
          <input type="checkbox" id="shared" name="shared" value="yes" />
          <label for="shared">
            <Text of={text} at="pages.link.shared" />
          </label>
        </p>
        <p class="actions">
          <button type="submit" class="main">
            <Text of={text} at="pages.link.open" />
          </button>
        </p>
        <p class="help">
          <Text of={text} at="pages.link.note" />
        </p>
      </form>
    </Page>,
  );
}

/** `/d/link.js`, the only script. */
export const linkScript = tokenScript;

/** `/d/link.css`: what pages have in common, and the field for a code. */
export const linkStyle = `${pageStyle}
input.code { font-size: 1.5rem; letter-spacing: 0.15em; text-transform: uppercase; }
.tick { display: flex; align-items: flex-start; gap: 0.625rem; min-height: 44px; padding-block: 0.5rem; }
.tick input { flex: none; width: 1.625rem; height: 1.625rem; margin: 0; accent-color: var(--accent); }
`;

export const styleAddress = addressOf('/d/link.css', linkStyle);
const scriptAddress = addressOf('/d/link.js', linkScript);
