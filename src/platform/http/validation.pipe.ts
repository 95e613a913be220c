import { StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { AppError, type FieldError } from '../../kernel/errors.js';

type Issue = z.core.$ZodIssue;

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const pointerTo = (path: readonly PropertyKey[]): string => path.map((part) => `/${escaped(part)}`).join('');

const codeOf = (issue: Issue): string => {
  if (issue.code === 'unrecognized_keys') return 'http.unknown-field';
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'http.field-required';
  return 'http.invalid-field';
};

/** One error per wrong field; an object with unknown fields gives one for each of them. */
function fieldErrors(issue: Issue): FieldError[] {
  const code = codeOf(issue);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({ pointer: pointerTo([...issue.path, key]), code }));
  }
  return [
    { pointer: pointerTo(issue.path), code, ...(code === 'http.invalid-field' ? { detail: issue.message } : {}) },
  ];
}

/** Checks body and query against the zod schema named at the parameter. Throws 400 with a pointer to every fault. */
export const validationPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      new AppError(
        'malformed',
        'http.invalid-request',
        {},
        (issues as unknown as Issue[]).slice(0, 50).flatMap(fieldErrors),
      ),
  });
