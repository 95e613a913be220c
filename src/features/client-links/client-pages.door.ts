import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLocale, type Locale, localeFromHeader } from '../../platform/content/locales.js';
import { Page, PageForm, type PageProblem } from '../../platform/http/page-routes.js';
import { goOn, isOwnSite, sendPage } from '../../platform/pages/page-answers.js';
import { linkPage } from './visits/link-page.js';
import { noticePage } from './visits/notice-page.js';

/** What other rooms need for the pages that their links open. */

export type { PageReply } from './kinds.js';

export type Form = Readonly<Record<string, unknown>>;

/** The language chosen in a form or an address, if one was. */
export const chosenLocale = ({ locale }: Form): Locale | null =>
  typeof locale === 'string' && isLocale(locale) ? locale : null;

export const languageOf = (request: FastifyRequest, given: unknown): Locale =>
  chosenLocale((given ?? {}) as Form) ?? localeFromHeader(request.headers['accept-language']);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** The address of a page of this visit: a browser may hold several, and each page names its own. */
export const visitAddress = (path: string, visitId: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}visit=${encodeURIComponent(visitId)}`;

/** The page for what cannot be opened any more: the same words as for a link that never was. */
export const closedPage = (locale: Locale): string => noticePage({ locale, kind: 'link_not_valid' });

/** The button that leaves a page: its form has nothing else to say. */
export const LEAVE = 'leave';

/** Where a form leads that left its page: the same words for everybody, in the page's language. */
export const leftAddress = ({ pageLocale }: Form): string =>
  `/d/left?locale=${chosenLocale({ locale: pageLocale }) ?? ''}`;

/** Every error of these routes is a page: kind, in the reader's language, and silent about what went wrong inside. */
const errorPage = (problem: PageProblem, request: FastifyRequest, reply: FastifyReply) => {
  const { code, status } = problem;
  const form = (request.body ?? {}) as Form;
  const locale = chosenLocale({ locale: form.pageLocale }) ?? languageOf(request, request.body ?? request.query);
  // Who wants to be away from here is not asked for a code.
  if (status === 401 && form.action === LEAVE) return goOn(reply, leftAddress(form));
  // What came sealed and does not open (a part of it is missing, or it is of another installation) never will.
  if (status === 400 && 'carried' in form) return sendPage(reply, status, linkPage({ locale, problem: 'over' }));
  const typedCode = textOf(form.code);
  const carried = carriedBy(problem, request, form);
  if (status === 401) return sendPage(reply, status, linkPage({ locale, problem: 'over', carried }));
  if (code === 'client-link.not-valid')
    return sendPage(reply, status, linkPage({ locale, typedCode, problem: 'refused', carried }));
  if (carried !== null) return sendPage(reply, status, linkPage({ locale, typedCode, problem: 'wait', carried }));
  sendPage(reply, status, noticePage({ locale, kind: 'something_wrong' }));
};

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
