import { type ArgumentMetadata, StandardSchemaValidationPipe } from '@nestjs/common';
import { z } from 'zod';
import { AppError, type FieldError, type ParameterError } from '../../../kernel/errors.js';
import { isForbiddenKey } from './json-guard.js';

type Issue = z.core.$ZodIssue;
/** What is wrong, without where. */
type Fault = { code: string; parameters?: Readonly<Record<string, string | number>> };

const escaped = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');
const pointerTo = (path: readonly PropertyKey[]): string => path.map((part) => `/${escaped(part)}`).join('');

/** Formats that have a sentence of their own; the same words for an instant with and without offset. */
const formats: Readonly<Record<string, string>> = {
  email: 'http.not-an-email',
  url: 'http.not-a-url',
  date: 'http.not-a-day',
  datetime: 'http.not-an-instant',
  uuid: 'http.not-an-id',
};

/** The library's issue as a code of ours: its own sentences are English and stay inside. */
function faultOf(issue: Issue, isThere: boolean): Fault {
  switch (issue.code) {
    case 'invalid_type':
      return { code: isThere ? 'http.wrong-type' : 'http.field-required' };
    case 'invalid_value':
      return { code: 'http.not-in-list', parameters: { allowed: issue.values.slice(0, 40).map(String).join(', ') } };
    case 'invalid_format':
      return { code: formats[issue.format] ?? 'http.invalid-field' };
    case 'too_small': {
      const parameters = { least: Number(issue.minimum) };
      if (issue.origin === 'string') return { code: 'http.text-too-short', parameters };
      if (issue.origin === 'array') return { code: 'http.list-too-short', parameters };
      return { code: 'http.number-too-small', parameters };
    }
    case 'too_big': {
      const parameters = { most: Number(issue.maximum) };
      if (issue.origin === 'string') return { code: 'http.text-too-long', parameters };
      if (issue.origin === 'array') return { code: 'http.list-too-long', parameters };
      return { code: 'http.number-too-big', parameters };
    }
    case 'custom':
      return ownFault(issue.params);
    default:
      return { code: 'http.invalid-field' };
  }
}

/** What a refinement of ours says in its `params`: the code of its sentence, and the values in that. */
function ownFault({ code, ...parameters }: Record<string, unknown> = {}): Fault {
  if (typeof code !== 'string') return { code: 'http.invalid-field' };
  return { code, parameters: parameters as NonNullable<Fault['parameters']> };
}

type Where = (path: readonly PropertyKey[]) => { pointer: string } | { parameter: string };
const inBody: Where = (path) => ({ pointer: pointerTo(path) });
const inQuery: Where = ([name = '']) => ({ parameter: String(name) });

/** The library does not hand on what it looked at. */
const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | null | undefined)?.[part], value);

/** One error per wrong field; an object with unknown fields gives one for each of them. */
function fieldErrors(issue: Issue, value: unknown, at: Where): (FieldError | ParameterError)[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ ...at(issue.path), ...faultOf(issue, valueAt(value, issue.path) !== undefined) }];
  return issue.keys.slice(0, 20).map((key) => ({ ...at([...issue.path, key]), code: 'http.unknown-field' }));
}

/** Names that schemas overlook, as the guard of JSON refuses them in a body. Throws 400. */
function requireOwnNames(query: unknown): void {
  const strange = Object.keys(query ?? {}).filter(isForbiddenKey);
  if (strange.length === 0) return;
  const errors = strange.map((parameter) => ({ parameter, code: 'http.unknown-field' }));
  throw new AppError('malformed', 'http.invalid-request', {}, errors);
}

/** Checks body and query against the zod schema named at the parameter. Throws 400 that says where every fault is. */
class ValidationPipe extends StandardSchemaValidationPipe {
  // biome-ignore lint/suspicious/noExplicitAny: as Nest declares it
  override async transform<T = any>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema } = metadata;
    if (!schema || !this.toValidate(metadata)) return value;
    if (metadata.type === 'query') requireOwnNames(value);
    this.stripProtoKeys(value);
    const result = await this.validate(value, schema);
    if (!result.issues) return result.value as T;
    const at = metadata.type === 'body' ? inBody : inQuery;
    const issues = (result.issues as unknown as Issue[]).slice(0, 50);
    throw new AppError(
      'malformed',
      'http.invalid-request',
      {},
      issues.flatMap((issue) => fieldErrors(issue, value, at)),
    );
  }
}

export const validationPipe = (): StandardSchemaValidationPipe => new ValidationPipe();
