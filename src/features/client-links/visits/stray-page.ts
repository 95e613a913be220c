import type { ErrorPage } from '../../../platform/http/page-routes.js';
import { goOn, sendPage } from '../../../platform/pages/page-answers.js';
import { errorPage, languageOf } from '../client-pages.door.js';
import { linkPage } from './link-page.js';

/**
 * Below `/d`, where no page is: an address in capitals, with a stroke at its end, mistyped from paper, or of a form that
 * "reload" asks for. All lead to the page that takes the code.
 */
export const strayPage: ErrorPage = (problem, request, reply) => {
  const [path = '', query] = request.url.split('?');
  const plain = path.toLowerCase().replace(/\/+$/, '');
  const isLook = request.method === 'GET' || request.method === 'HEAD';
  if (!isLook || ![404, 405].includes(problem.status)) errorPage(problem, request, reply);
  else if (plain !== path) goOn(reply, query === undefined ? plain : `${plain}?${query}`);
  else if (problem.status === 405) goOn(reply, '/d');
  else {
    const locale = languageOf(request, request.query);
    sendPage(reply, 404, linkPage({ locale, problem: { at: 'pages.link.stray' } }));
  }
};
