import { type ComponentChildren, type VNode } from 'preact';
import { type VisitKind } from '../../../access/actor.js';
import { telephoneLink } from '../../../kernel/phones.js';
import { words } from '../../../platform/content/content.js';
import { type Locale } from '../../../platform/content/locales.js';
import { LanguageSwitch, languageLink, Page, Text } from '../../../platform/pages/page.js';
import { LEAVE, visitAddress } from '../../client-links/client-pages.door.js';
import { type Contact } from '../contact.rules.js';
import { styleAddress } from './style.js';

/** Whom the client can turn to. */
export interface PageCoach {
  name: string;
  contact: Contact | null;
}

/** The visit that this page belongs to: what it links and posts to names it. */
export interface PageVisit {
  id: string;
  kind: VisitKind;
}

interface FrameProps {
  locale: Locale;
  title: string;
  /** Where the language links lead; `form` makes them buttons of the form, which save first, so that nothing is lost. */
  languageSwitch: '/d/done' | '/d/checklist' | 'form';
  coach?: PageCoach | null;
  visit: PageVisit;
  children: ComponentChildren;
}

/** The id of the form that the buttons above it belong to. */
export const formId = 'checklist';

/**
 * What every client page has: the languages and the way out above, and below whom to ask. Where somebody of the staff may
 * be reading, that is said before anything else.
 */
export function PageFrame({ locale, title, languageSwitch, coach, visit, children }: FrameProps): VNode {
  const text = words(locale);
  const isForm = languageSwitch === 'form';
  return (
    <Page
      locale={locale}
      title={title}
      style={styleAddress}
      header={
        <div class="top">
          {isForm ? <EnterKey /> : null}
          <LeaveButton locale={locale} visit={visit} isInForm={isForm} />
          {isForm ? (
            <FormLanguages locale={locale} />
          ) : (
            <LanguageSwitch locale={locale} link={languageLink(visitAddress(languageSwitch, visit.id))} />
          )}
        </div>
      }
      footer={coach ? <Help locale={locale} coach={coach} /> : null}
    >
      {visit.kind === 'assisted' ? (
        <p class="notice assisted">
          <strong>
            <Text of={text} at="pages.assisted.reader" />
          </strong>{' '}
          <Text of={text} at="pages.assisted.private" />
        </p>
      ) : null}
      {children}
    </Page>
  );
}

/**
 * The first button of a form is what the Enter key presses in a line of text. This one is off, so Enter does nothing: it
 * changes no language, leaves nothing, sends nothing half-written, and throws nobody to the top of a long page.
 */
const EnterKey = (): VNode => <button type="submit" form={formId} disabled hidden />;

/** Where a form stands, it keeps what was typed first. */
function LeaveButton({ locale, visit, isInForm }: { locale: Locale; visit: PageVisit; isInForm: boolean }): VNode {
  const label = <Text of={words(locale)} at="pages.frame.leave" />;
  if (isInForm) {
    return (
      <button class="leave" type="submit" form={formId} name="action" value={LEAVE}>
        {label}
      </button>
    );
  }
  return (
    <form method="post" action={visitAddress('/d/leave', visit.id)}>
      <input type="hidden" name="locale" value={locale} />
      <button class="leave" type="submit">
        {label}
      </button>
    </form>
  );
}

const FormLanguages = ({ locale }: { locale: Locale }): VNode => (
  <LanguageSwitch
    locale={locale}
    link={({ tag, ownName, direction }) => (
      <button class="language" type="submit" form={formId} name="locale" value={tag} lang={tag} dir={direction}>
        {ownName}
      </button>
    )}
  />
);

function Help({ locale, coach }: { locale: Locale; coach: PageCoach }): VNode {
  const text = words(locale);
  const { contact } = coach;
  return (
    <footer>
      <h2>{text.text('pages.frame.helpTitle')}</h2>
      <p>
        <Text of={text} at={sentenceOf(contact)} with={{ coach: coach.name }} />
      </p>
      {contact?.phone ? (
        <p>
          <a href={telephoneLink(contact.phone)}>
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
