import { type ComponentChildren, type VNode } from 'preact';
import { type Words, words } from '../../../platform/content/content.js';
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

/** Keys of the content: what to put right, and at which field. `form`: it is about none of them. */
export interface JoinProblem {
  readonly field: 'token' | 'name' | 'password' | 'again' | 'form';
  readonly at: string;
  readonly parameters?: Readonly<Record<string, string | number>> | undefined;
}

export interface JoinPageProps {
  readonly locale: Locale;
  /** What was typed before. Passwords are never sent back. */
  readonly token?: string;
  readonly name?: string;
  readonly problem?: JoinProblem;
}

/**
 * `GET /join`. Shows nothing of anybody and changes nothing: a mail scanner may fetch it as often as it likes. The script
 * moves the token from behind the `#` into the form; without it the code of the mail is pasted.
 */
export function joinPage({ locale, token = '', name = '', problem }: JoinPageProps): string {
  const text = words(locale);
  const field = { text, problem };
  const title = text.text('pages.join.title');
  return renderPage(
    <JoinFrame locale={locale} title={problem ? text.text('pages.frame.errorTitle', { title }) : title}>
      <h1>
        <Text of={text} at="pages.join.heading" />
      </h1>
      {problem ? (
        <p class="notice problem" role="alert" id="problem">
          <Text of={text} at={problem.at} with={problem.parameters ?? {}} />
        </p>
      ) : null}
      <form method="post" action="/join">
        <input type="hidden" name="locale" value={locale} />
        <p class="by-link">
          <Text of={text} at="pages.join.introWithLink" />
        </p>
        <div class="by-code">
          <p>
            <Text of={text} at="pages.join.intro" />
          </p>
          <Field {...field} name="token" value={token} />
        </div>
        <Field {...field} name="name" hasHelp value={name} />
        <Field {...field} name="password" hasHelp />
        <Field {...field} name="again" />
        <p class="actions">
          <button type="submit" class="main">
            <Text of={text} at="pages.join.create" />
          </button>
        </p>
      </form>
    </JoinFrame>,
  );
}

/** `GET /join/done`. Staff work through the web API for now, so the page says where it is described. */
export function joinedPage(locale: Locale): string {
  const text = words(locale);
  return renderPage(
    <JoinFrame locale={locale} title={text.text('pages.join.doneTitle')} path="/join/done">
      <h1>
        <Text of={text} at="pages.join.doneTitle" />
      </h1>
      <p>
        <Text of={text} at="pages.join.doneIntro" />
      </p>
      <p>
        <a href="/docs">
          <Text of={text} at="pages.join.doneDocs" />
        </a>
      </p>
    </JoinFrame>,
  );
}

interface FieldProps {
  text: Words;
  problem: JoinProblem | undefined;
  name: 'token' | 'name' | 'password' | 'again';
  hasHelp?: boolean;
  value?: string;
}

const autocomplete = { token: 'off', name: 'name', password: 'new-password', again: 'new-password' } as const;

function Field({ text, problem, name, hasHelp = false, value = '' }: FieldProps): VNode {
  const isWrong = problem?.field === name;
  const describedBy = [...(isWrong ? ['problem'] : []), ...(hasHelp ? [`${name}-help`] : [])].join(' ');
  const common = {
    id: name,
    name,
    maxLength: 1000,
    autocomplete: autocomplete[name],
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(isWrong ? { 'aria-invalid': 'true' as const } : {}),
  };
  return (
    <div class="field">
      <label for={name}>
        <Text of={text} at={`pages.join.${name}`} />
      </label>
      {hasHelp ? (
        <p class="help" id={`${name}-help`}>
          <Text of={text} at={`pages.join.${name}Help`} />
        </p>
      ) : null}
      {name === 'password' || name === 'again' ? (
        <input type="password" required {...common} />
      ) : (
        <input type="text" value={value} spellcheck={false} {...common} />
      )}
    </div>
  );
}

interface JoinFrameProps {
  locale: Locale;
  title: string;
  path?: '/join' | '/join/done';
  children: ComponentChildren;
}

function JoinFrame({ locale, title, path = '/join', children }: JoinFrameProps): VNode {
  return (
    <Page
      locale={locale}
      title={title}
      style={addressOf('/join/style.css', pageStyle)}
      script={path === '/join' ? addressOf('/join/script.js', tokenScript) : undefined}
      header={<LanguageSwitch locale={locale} link={languageLink(path)} />}
    >
      {children}
    </Page>
  );
}
