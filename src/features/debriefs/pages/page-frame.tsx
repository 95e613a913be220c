import { type ComponentChildren, type VNode } from 'preact';
import { words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { LanguageSwitch, languageLink, Page, Text } from '../../../platform/pages/page.js';
import { type Contact } from '../contact.rules.js';
import { styleAddress } from './style.js';

/** Whom the client can turn to. */
export interface PageCoach {
  firstName: string;
  contact: Contact | null;
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
  const { contact } = coach;
  return (
    <footer>
      <h2>{text.text('pages.frame.helpTitle')}</h2>
      <p>
        <Text of={text} at={sentenceOf(contact)} with={{ coach: coach.firstName }} />
      </p>
      {contact?.phone ? (
        <p>
          <a href={telephone(contact.phone)}>
            <Text of={text} at="pages.frame.helpPhone" with={{ phone: contact.phone }} />
          </a>
        </p>
      ) : null}
      {contact?.email ? (
        <p>
          <a href={`mailto:${encodeURIComponent(contact.email)}`}>
            <Text of={text} at="pages.frame.helpEmail" with={{ email: contact.email }} />
          </a>
        </p>
      ) : null}
    </footer>
  );
}

/** Nothing is promised that nobody could keep: no call without a number. */
function sentenceOf(contact: Contact | null): string {
  if (contact === null) return 'pages.frame.helpNone';
  const { whose, phone, email } = contact;
  if (phone !== null && email !== null) return whose === 'coach' ? 'pages.frame.helpCoach' : 'pages.frame.helpOffice';
  if (phone !== null) return whose === 'coach' ? 'pages.frame.callCoach' : 'pages.frame.callOffice';
  return whose === 'coach' ? 'pages.frame.writeCoach' : 'pages.frame.writeOffice';
}

const telephone = (phone: string): string => `tel:${phone.replace(/[^\d+]/g, '')}`;
