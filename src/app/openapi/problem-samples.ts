import { AppError } from '../../kernel/errors.js';
import { messagesOf } from '../../platform/content/content.js';
import { sourceLocale } from '../../platform/content/locales.js';
import { problemText } from '../../platform/http/problems/problem.js';
import { exampleIds } from './examples.js';
import type { Operation } from './model.js';

/*
 * Samples of problems, written by what writes the real ones. A room's own code tells more than one of the house, as long
 * as its sentence needs no values of the case.
 */

const needsValues = (code: string): boolean => (messagesOf(sourceLocale).get(`errors.${code}`) ?? '').includes('{');
const isOfHouse = (code: string): boolean => /^(http|access|auth)\./.test(code);

/** Values for the sentences that have nothing else to say. */
const values = { minutes: 0, seconds: 30, from: '2026-06-30', to: '2026-04-01' };

/** What may be wrong with any request like this one: a field that no route knows, a limit that none takes. */
function fieldsOf({ requestBody, parameters = [] }: Operation): AppError['fields'] {
  if (requestBody) return [{ pointer: '/colour', code: 'http.unknown-field' }];
  const hasLimit = parameters.some(({ name }) => name === 'limit');
  return hasLimit ? [{ parameter: 'limit', code: 'http.number-too-big', parameters: { most: 100 } }] : [];
}

function errorOf(operation: Operation, status: number, codes: readonly string[]): AppError {
  if (status === 400) {
    const fields = fieldsOf(operation);
    return new AppError('malformed', fields.length > 0 ? 'http.invalid-request' : 'http.malformed', {}, fields);
  }
  const own = codes.filter((code) => !isOfHouse(code));
  const code = own.find((one) => !needsValues(one)) ?? codes[0] ?? 'http.unexpected';
  return new AppError('refused', code, values);
}

/** A problem that the operation may answer with this status. */
export function problemSample(operation: Operation, status: number, codes: readonly string[]): unknown {
  const error = errorOf(operation, status, codes);
  const address = (code: string): string => `https://onward.example/problems/${code}`;
  const requestId = exampleIds.thing ?? '';
  return JSON.parse(problemText({ status, code: error.code, error, requestId, locale: sourceLocale, address }));
}
