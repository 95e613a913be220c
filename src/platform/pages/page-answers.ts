import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../kernel/errors.js';

/** Nothing from elsewhere, no script but ours, no frame; forms go back to us alone. */
const CONTENT_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Never stored: the next person at this computer sees nothing by "back". */
const guarded = (reply: FastifyReply, cache = 'no-store'): FastifyReply =>
  reply.header('Cache-Control', cache).header('Content-Security-Policy', CONTENT_POLICY);

/** The page says its language in its root element; the header repeats it. */
export function sendPage(reply: FastifyReply, status: number, html: string, cache?: string): void {
  const language = /<html lang="([\w-]+)"/.exec(html)?.[1];
  if (language !== undefined) reply.header('Content-Language', language).header('Vary', 'Accept-Language');
  guarded(reply, cache).status(status).type('text/html; charset=utf-8').send(html);
}

/**
 * A page that answers a form, tells nothing of anybody, and must answer the form itself. It cannot be fetched again, so the
 * browser may show its own copy by "back"; without one that would be an error of the browser's.
 */
export const sendAnswer = (reply: FastifyReply, status: number, html: string): void =>
  sendPage(reply, status, html, 'private, no-cache');

/** After a form was taken: the next page is fetched anew, so that "reload" sends nothing twice. */
export function goOn(reply: FastifyReply, to: string): void {
  guarded(reply).status(303).header('Location', to).send();
}

/** A file whose address changes with its content: kept for a year. */
export function sendFile(reply: FastifyReply, type: string, content: string): void {
  reply.header('Cache-Control', 'public, max-age=31536000, immutable').type(`${type}; charset=utf-8`).send(content);
}

/**
 * A form must come from one of our own pages. Browsers say so in `Sec-Fetch-Site`; older ones in `Origin`, which is `null`
 * for our pages because they send no referrer. The cookie's SameSite stands behind both. Throws 403.
 */
export function requireOwnSite(request: FastifyRequest): void {
  if (!isOwnSite(request)) throw new AppError('forbidden', 'http.forbidden');
}

/** Whether a form comes from one of our own pages. */
export function isOwnSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  return site === undefined
    ? origin === undefined || origin === 'null' || hostOf(origin) === request.headers.host
    : site === 'same-origin' || site === 'none';
}

function hostOf(origin: string): string | null {
  return URL.parse(origin)?.host ?? null;
}
