import { type ComponentChildren, type VNode } from 'preact';
import { words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { LanguageSwitch, languageLink, Page, Text } from '../../../platform/pages/page.js';
import { styleAddress } from './style.js';

/** Whom the client can turn to. */
export interface PageCoach {
  firstName: string;
  phone: string | null;
}

interface FrameProps {
  locale: Locale;
  title: string;
  /** Where the language links lead; `form` makes them buttons of the form, which save first, so that nothing is lost. */
  languageSwitch: '/d/done' | '/d/checklist' | 'form';
  coach?: PageCoach | null;
  children: ComponentChildren;
}

/** The id of the form that the language buttons belong to. */
export const formId = 'checklist';

/** What every client page has: the languages above, and below whom to ask. */
export function PageFrame({ locale, title, languageSwitch, coach, children }: FrameProps): VNode {
  return (
    <Page
      locale={locale}
      title={title}
      style={styleAddress}
      header={
        languageSwitch === 'form' ? (
          <FormLanguages locale={locale} />
        ) : (
          <LanguageSwitch locale={locale} link={languageLink(languageSwitch)} />
        )
      }
      footer={coach ? <Help locale={locale} coach={coach} /> : null}
    >
      {children}
    </Page>
  );
}

function FormLanguages({ locale }: { locale: Locale }): VNode {
  return (
    <>
      {/* The first button of a form is what the Enter key presses: it must save, and not change the language. */}
      <button class="enter-key" type="submit" form={formId} name="action" value="save" tabIndex={-1} aria-hidden="true">
        {words(locale).text('pages.checklist.save')}
      </button>
      <LanguageSwitch
        locale={locale}
        link={({ tag, ownName, direction }) => (
          <button class="language" type="submit" form={formId} name="locale" value={tag} lang={tag} dir={direction}>
            {ownName}
          </button>
        )}
      />
    </>
  );
}

function Help({ locale, coach }: { locale: Locale; coach: PageCoach }): VNode {
  const text = words(locale);
  return (
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
  );
}

const telephone = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`;
