import { words } from '../../platform/content/content.js';
import { type Locale } from '../../platform/content/locales.js';
import { addressOf, LanguageSwitch, languageLink, Page, renderPage, Text } from '../../platform/pages/page.js';
import { pageStyle } from '../../platform/pages/page-style.js';

interface FrontPageProps {
  locale: Locale;
  /** No page has the address that was asked for. */
  isLost?: boolean;
}

/** `GET /`: two ways on. Clients have a code; where staff sign in stands below, until there are pages for them, too. */
export function frontPage({ locale, isLost = false }: FrontPageProps): string {
  const text = words(locale);
  return renderPage(
    <Page
      locale={locale}
      title={text.text('pages.front.title')}
      style={addressOf('/front.css', pageStyle)}
      header={<LanguageSwitch locale={locale} link={languageLink('/')} />}
    >
      <h1>
        <Text of={text} at="pages.front.heading" />
      </h1>
      {isLost ? (
        <p class="notice" role="status">
          <Text of={text} at="pages.front.lost" />
        </p>
      ) : null}
      <p class="actions">
        <a class="button" href={`/d?locale=${locale}`}>
          <Text of={text} at="pages.front.code" />
        </a>
      </p>
      <p>
        <Text of={text} at="pages.front.staff" />
      </p>
      <p>
        <a href="/docs">
          <Text of={text} at="pages.front.docs" />
        </a>
      </p>
    </Page>,
  );
}
