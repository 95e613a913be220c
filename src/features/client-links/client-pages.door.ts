import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLocale, type Locale, localeFromHeader } from '../../platform/content/locales.js';
import { limits } from '../../platform/http/limits.js';
import { Page, PageForm, type PageProblem } from '../../platform/http/page-routes.js';
import { goOn, isOwnSite, sendAnswer, sendPage } from '../../platform/pages/page-answers.js';
import type { Rest } from './rests.js';
import { type LinkProblem, linkPage } from './visits/link-page.js';
import { type NoticePageProps, noticePage } from './visits/notice-page.js';

/** What other rooms need for the pages that their links open. */

export { DRAFT } from './drafts/form-drafts.js';
export type { PageReply } from './kinds.js';
export type { Rest } from './rests.js';

export type Form = Readonly<Record<string, unknown>>;

/** The language chosen in a form or an address, if one was. */
export const chosenLocale = ({ locale }: Form): Locale | null =>
  typeof locale === 'string' && isLocale(locale) ? locale : null;

export const languageOf = (request: FastifyRequest, given: unknown): Locale =>
  chosenLocale((given ?? {}) as Form) ?? localeFromHeader(request.headers['accept-language']);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** The address of a page of this visit: a browser may hold several, and each page names its own. */
export function visitAddress(to: string, visitId: string): string {
  const [path = '', place] = to.split('#');
  const address = `${path}${path.includes('?') ? '&' : '?'}visit=${encodeURIComponent(visitId)}`;
  return place === undefined ? address : `${address}#${place}`;
}

/** The page for what cannot be opened any more: the same words as for a link that never was. */
export const closedPage = (locale: Locale): string => noticePage({ locale, kind: 'link_not_valid' });

/** In the address of a page: what was typed before could not be brought there. */
export const NOT_BROUGHT = 'notBrought';

/** The button that leaves a page: its form has nothing else to say. */
export const LEAVE = 'leave';

/** Where a form leads that left its page: the same words for everybody, in the page's language. */
export const leftAddress = ({ pageLocale }: Form, rest: Rest | null = null): string =>
  `/d/left?locale=${chosenLocale({ locale: pageLocale }) ?? ''}${rest === null ? '' : `&rest=${rest}`}`;

/** Every error of these routes is a page: kind, in the reader's language, and silent about what went wrong inside. */
export const errorPage = (problem: PageProblem, request: FastifyRequest, reply: FastifyReply): void => {
  const { code, status } = problem;
  const form = (request.body ?? {}) as Form;
  const locale = chosenLocale({ locale: form.pageLocale }) ?? languageOf(request, request.body ?? request.query);
  // Who wants to be away from here is not asked for a code.
  if (status === 401 && form.action === LEAVE) {
    goOn(reply, leftAddress(form));
    return;
  }
  const carried = carriedBy(problem, request, form);
  const asked = askedAgain(problem);
  const isAtDoor = status === 401 || code.startsWith('client-link.') || carried !== null || problem.limit === CODES;
  const html = isAtDoor
    ? linkPage({ locale, typedCode: textOf(form.code), problem: asked, carried })
    : noticePage({ locale, ...noticeOf(problem) });
  if (request.method !== 'POST') sendPage(reply, status, html);
  // Of a 401 no browser keeps a copy.
  else sendAnswer(reply, status === 401 && carried !== null ? 422 : status, html);
};

const CODES = limits.codePerNetwork.name;

/** The sentence above the field for the code. */
function askedAgain({ code, status, limit, parameters }: PageProblem): LinkProblem {
  if (code.startsWith('client-link.')) return { at: `errors.${code}`, isOfCode: true };
  if (status === 401) return { at: 'pages.link.over' };
  if (limit === CODES) return { at: 'pages.link.tooManyCodes', with: parameters };
  return status === 429
    ? { at: 'errors.http.too-many-requests', with: parameters }
    : { at: 'pages.notice.something_wrong.intro' };
}

/** The true reason, as far as it helps the reader. */
function noticeOf({ code, status, parameters }: PageProblem): Pick<NoticePageProps, 'kind' | 'say'> {
  if (status === 413 || code === 'http.too-many-fields') return { kind: 'too_long' };
  if (status === 429) return { kind: 'too_many', say: { at: 'errors.http.too-many-requests', with: parameters } };
  return { kind: status < 500 ? 'not_read' : 'something_wrong' };
}

/** What was typed and could not be taken, sealed; what came sealed goes on as it came. Never what another site sends. */
function carriedBy({ status }: PageProblem, request: FastifyRequest, form: Form): string | null {
  if (request.method !== 'POST' || !isOwnSite(request)) return null;
  if (typeof form.carried === 'string' && form.carried !== '') return form.carried;
  const isKept = 'pageLocale' in form && (status === 401 || status === 429 || status >= 500);
  if (!isKept) return null;
  const visit = textOf((request.query as Form).visit);
  return request.server.carriedForms.seal({ form, visit, sentAt: new Date().toISOString() });
}

/** A route that answers a client with a page, also when something goes wrong. */
export const ClientPage = () => Page(errorPage);

/** The same for one that takes a form. */
export const ClientForm = () => PageForm(errorPage);
