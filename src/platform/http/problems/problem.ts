import type { AppError, ErrorKind } from '../../../kernel/errors.js';
import { words } from '../../content/content.js';
import type { Locale } from '../../content/locales.js';

export const statusOf: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  stale: 412,
  'too-large': 413,
  'unsupported-type': 415,
  refused: 422,
  'version-required': 428,
  'too-many': 429,
  unavailable: 503,
};

/** Where a code is explained: `/problems/<code>` of this service. */
export type ProblemAddress = (code: string) => string;

interface ProblemOf {
  readonly status: number;
  readonly code: string;
  /** The error, or null for a fault of ours, of which nothing is told. */
  readonly error: AppError | null;
  readonly requestId: string;
  readonly locale: Locale;
  readonly address: ProblemAddress;
}

/** A problem (RFC 9457) in the words of a language. Every word comes from `content/`. */
export function problemText({ status, code, error, requestId, locale, address }: ProblemOf): string {
  const text = words(locale);
  const sentence = (of: string, parameters: Readonly<Record<string, string | number>> = {}): string =>
    text.has(`errors.${of}`) ? text.text(`errors.${of}`, parameters) : text.text('errors.http.invalid-field');
  const title = `problems.titles.${status}`;
  return JSON.stringify({
    type: address(code),
    title: text.text(text.has(title) ? title : 'problems.titles.400'),
    status,
    code,
    detail: sentence(code, error?.parameters),
    requestId,
    ...(error && error.fields.length > 0
      ? {
          errors: error.fields.map(({ code: wrong, parameters, ...where }) => ({
            ...where,
            code: wrong,
            detail: sentence(wrong, parameters),
          })),
        }
      : {}),
    ...(error?.existing ? { existing: error.existing } : {}),
  });
}
