import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLocale, type Locale, localeFromHeader } from '../../platform/content/locales.js';
import { Page, PageForm, type PageProblem } from '../../platform/http/page-routes.js';
import { sendPage } from '../../platform/pages/page-answers.js';
import { linkPage } from './link-page.js';
import { noticePage } from './notice-page.js';

/** What other rooms need for the pages that their links open. */

export type Form = Readonly<Record<string, unknown>>;

/** The language chosen in a form or an address, if one was. */
export const chosenLocale = ({ locale }: Form): Locale | null =>
  typeof locale === 'string' && isLocale(locale) ? locale : null;

export const languageOf = (request: FastifyRequest, given: unknown): Locale =>
  chosenLocale((given ?? {}) as Form) ?? localeFromHeader(request.headers['accept-language']);

export const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200) : '');

/** The page for what cannot be opened any more: the same words as for a link that never was. */
export const closedPage = (locale: Locale): string => noticePage({ locale, kind: 'link_not_valid' });

/** Every error of these routes is a page: kind, in the reader's language, and silent about what went wrong inside. */
const errorPage = ({ code, status }: PageProblem, request: FastifyRequest, reply: FastifyReply) => {
  const locale = languageOf(request, request.body ?? request.query);
  const typedCode = textOf((request.body as Form | undefined)?.code);
  if (status === 401) return sendPage(reply, status, linkPage({ locale, isOver: true }));
  if (code === 'client-link.not-valid')
    return sendPage(reply, status, linkPage({ locale, typedCode, isRefused: true }));
  sendPage(reply, status, noticePage({ locale, kind: 'something_wrong' }));
};

/** A route that answers a client with a page, also when something goes wrong. */
export const ClientPage = () => Page(errorPage);

/** The same for one that takes a form. */
export const ClientForm = () => PageForm(errorPage);
