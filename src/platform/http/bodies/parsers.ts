import { parse } from 'node:querystring';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors.js';
import { parseJson } from './json-guard.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page that takes a form post. */
    takesForm?: boolean;
    /** How many bytes a body of this route may have, when that differs from the rule for its type. */
    mostBytes?: number;
  }
}

/** The most bytes of a body, counted while they arrive and before anything looks at them. */
export const MOST_BYTES = { json: 512 * 1024, form: 192 * 1024, signIn: 4 * 1024, joining: 16 * 1024 } as const;
const MOST_FIELDS = 1000;

const MERGE_PATCH = 'application/merge-patch+json';

/** JSON for the web API, forms for the pages that say so; everything else is 415. All of it linear and bounded. */
export function parsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRoute', (route) => {
    if (route.config?.mostBytes !== undefined) route.bodyLimit = route.config.mostBytes;
  });
  fastify.addHook('preParsing', async (request) => {
    if (!hasBody(request) || (isPlain(request) && (takesForm(request) || !isForm(request)))) return;
    throw new AppError('unsupported-type', 'http.unsupported-type');
  });
  const types = ['application/json', MERGE_PATCH];
  fastify.addContentTypeParser(types, { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => {
    if (body.length === 0) return undefined;
    return parseJson(utf8(body));
  });
  fastify.register(formbody, { bodyLimit: MOST_BYTES.form, parser: formFields });
}

const isForm = (request: FastifyRequest): boolean =>
  /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');

const takesForm = (request: FastifyRequest): boolean => request.routeOptions.config?.takesForm === true;

/** What a header says of a body that is not there misleads nobody. */
const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** As we read it: UTF-8, not compressed, and a patch only where something is patched. Anything else would be misread. */
function isPlain({ method, headers }: FastifyRequest): boolean {
  const type = (headers['content-type'] ?? '').toLowerCase();
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/.exec(type)?.[1] ?? 'utf-8';
  if (!['utf-8', 'utf8'].includes(charset) || (method !== 'PATCH' && type.startsWith(MERGE_PATCH))) return false;
  return ['', 'identity'].includes((headers['content-encoding'] ?? '').toLowerCase());
}

/**
 * Fields by name; one that was sent several times (boxes to tick) is a list.
 * @internal Its growth is measured.
 */
export function formFields(text: string): Record<string, unknown> {
  if (text.includes('\ufffd')) throw new AppError('malformed', 'http.malformed'); // bytes that are not UTF-8
  let fields = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) fields += 1;
  if (fields > MOST_FIELDS) throw new AppError('malformed', 'http.too-many-fields', { most: MOST_FIELDS });
  // As it comes, without a prototype: a copy would cost more than the parsing, and more than twice as much for twice the fields.
  return parse(text, '&', '=', { maxKeys: 0 });
}

function utf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new AppError('malformed', 'http.malformed-json');
  }
}
