import { type MessageParameters, words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { LanguageSwitch, languageLink, Page, renderPage, Text } from '../../../platform/pages/page.js';
import type { Rest } from '../rests.js';
import { styleAddress } from './link-page.js';

export interface NoticePageProps {
  locale: Locale;
  kind: 'link_not_valid' | 'something_wrong' | 'too_long' | 'not_read' | 'too_many' | 'left';
  /** In the place of the notice's own sentence. */
  say?: { at: string; with?: MessageParameters };
  /** For who left: what could not be saved. */
  rest?: Rest | null;
}

/** A page that says what to do next and tells nothing about whose link it was or what went wrong inside. */
export function noticePage({ locale, kind, say, rest = null }: NoticePageProps): string {
  const text = words(locale);
  return renderPage(
    <Page
      locale={locale}
      title={text.text(`pages.notice.${kind}.title`)}
      style={styleAddress}
      header={<LanguageSwitch locale={locale} link={languageLink('/d')} />}
    >
      <h1>
        <Text of={text} at={`pages.notice.${kind}.heading`} />
      </h1>
      <p>
        <Text of={text} at={say?.at ?? `pages.notice.${kind}.intro`} with={say?.with ?? {}} />
      </p>
      {rest === null ? null : (
        <p class="notice problem" role="alert">
          <Text of={text} at={`pages.notice.left.rest.${rest}`} />
        </p>
      )}
      <p>
        <Text of={text} at={`pages.notice.${kind}.help`} />
      </p>
      <p class="actions">
        <a class="button" href="/d">
          <Text of={text} at={kind === 'left' ? 'pages.link.open' : 'pages.notice.again'} />
        </a>
      </p>
    </Page>,
  );
}
