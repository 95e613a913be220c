import type { OpenAPIObject } from '@nestjs/swagger';
import { EFFECT, FILE_TYPES } from '../../platform/http/routes.js';
import { codesAt } from './error-codes.js';
import { examples } from './examples.js';
import {
  type Media,
  type Operation,
  operationsOf,
  type Placed,
  type Response,
  refTo,
  resolved,
  type Schema,
  schemasOf,
} from './model.js';
import { problemSample } from './problem-samples.js';
import { asAsked, sampleOf, told } from './samples.js';
import { type HeaderName, headers } from './words.js';

const file = { schema: { type: 'string', format: 'binary' } };
const PROBLEM = { $ref: refTo('Problem') };

/** What any request may get before it is one (`broken-requests.ts`). */
const brokenRequests: Readonly<Record<string, Response>> = {
  414: { description: 'The address is too long: 16 KiB with the headers.' },
  431: { description: 'The headers are too large: 16 KiB.' },
};

/** What a request with a body may get before its route is asked. */
const refusedBodies: Readonly<Record<string, Response>> = {
  413: { description: 'The body is too large: 512 KiB at most, 4 KiB to sign in.' },
  415: { description: 'The body must be JSON.' },
};

/** Headers by status, beside those that every answer has. */
const byStatus: Readonly<Record<string, readonly HeaderName[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

const has = (operation: Operation, header: string): boolean =>
  (operation.parameters ?? []).some((parameter) => parameter.in === 'header' && parameter.name === header);

function headersOf(status: string, response: Response, operation: Operation, hasVersion: boolean): HeaderName[] {
  const isWell = status < '300';
  const isFile = Object.values(response.content ?? {}).some(({ schema }) => schema.format === 'binary');
  return [
    'X-Request-Id',
    ...(operation.tags.includes('Health') ? [] : (['RateLimit', 'RateLimit-Policy'] as const)),
    ...(status >= '400' || (isWell && has(operation, 'Accept-Language')) ? (['Content-Language'] as const) : []),
    ...((isWell && hasVersion) || status === '304' ? (['ETag'] as const) : []),
    ...(status === '201' && typeof operation[EFFECT] === 'string' ? (['Location'] as const) : []),
    ...(isWell && has(operation, 'Idempotency-Key') ? (['Idempotency-Replayed'] as const) : []),
    ...(isFile ? (['Content-Disposition'] as const) : []),
    ...(response.content?.['application/pdf'] ? (['Not-Shown'] as const) : []),
    ...(byStatus[status] ?? []),
  ];
}

/** Codes that only a POST with an `Idempotency-Key` knows. */
const OF_REPEATS = /^http\.(idempotency-|shown-once)/;

/** A problem, with the codes that it may have. */
function asProblem({ path, operation }: Placed, status: number, response: Response): Response {
  const repeats = has(operation, 'Idempotency-Key');
  const codes = codesAt(path, status).filter((code) => repeats || !OF_REPEATS.test(code));
  const example = problemSample(operation, status, codes);
  return {
    ...response,
    content: { 'application/problem+json': { schema: { ...PROBLEM }, example } },
    ...(codes.length > 0 ? { 'x-codes': codes } : {}),
  };
}

/** The sample of what the schema describes, as the example of the request asks for it. */
function withExample(operation: Operation, { schema }: Media, schemas: Readonly<Record<string, Schema>>): Media {
  const asked = operation.requestBody?.content['application/json']?.example;
  const sample = asAsked(sampleOf(schema, schemas), asked);
  const { answer } = examples[operation.operationId] ?? {};
  return { schema, example: answer === undefined ? sample : told(sample, answer) };
}

/** Puts files beside or in the place of JSON, which gets its example. */
function asResponse(
  { operation }: Placed,
  status: string,
  response: Response,
  types: readonly string[],
  schemas: Readonly<Record<string, Schema>>,
): Response {
  const json = response.content?.['application/json'];
  const content = {
    ...(json ? { 'application/json': withExample(operation, json, schemas) } : {}),
    ...(status === '200' ? Object.fromEntries(types.map((type) => [type, file])) : {}),
  };
  return Object.keys(content).length === 0 ? response : { ...response, content };
}

/** Whether what a GET answers has a version, and so an ETag. */
function hasVersion({ responses }: Operation, document: OpenAPIObject): boolean {
  const schema = (responses['200'] ?? responses['201'])?.content?.['application/json']?.schema;
  return schema !== undefined && resolved(schema, schemasOf(document)).properties?.version !== undefined;
}

const UNCHANGED = { description: 'You have this very answer already. The look is recorded all the same.' };

function complete(placed: Placed, document: OpenAPIObject): void {
  const { method, operation } = placed;
  const types = (operation[FILE_TYPES] ?? []) as string[];
  const isVersioned = hasVersion(operation, document);
  const mayBeKnown = method === 'get' && isVersioned;
  if (mayBeKnown) {
    operation.parameters = [
      ...(operation.parameters ?? []),
      {
        name: 'If-None-Match',
        in: 'header',
        required: false,
        description: 'The ETag of the answer you have: 304 when it is still the same.',
        schema: { type: 'string' },
      },
    ];
  }
  const all = {
    ...operation.responses,
    ...(mayBeKnown ? { 304: UNCHANGED } : {}),
    ...(method === 'get' ? {} : refusedBodies),
    ...brokenRequests,
  };
  operation.responses = Object.fromEntries(
    Object.entries(all).map(([status, response]) => {
      const full =
        status >= '400'
          ? asProblem(placed, Number(status), response)
          : asResponse(placed, status, response, types, schemasOf(document));
      const names = headersOf(status, full, operation, isVersioned);
      const refs = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
      return [status, { ...full, headers: Object.fromEntries(refs) }];
    }),
  );
  delete operation[FILE_TYPES];
  delete operation[EFFECT];
}

/** Answers that many operations have alike stand once, under their status. */
function share(document: OpenAPIObject): void {
  const operations = operationsOf(document).map(({ operation }) => operation);
  const counts = new Map<string, number>();
  const all = operations.flatMap(({ responses }) => Object.entries(responses).filter(([status]) => status >= '400'));
  for (const [, response] of all) counts.set(textOf(response), (counts.get(textOf(response)) ?? 0) + 1);
  const shared: Record<string, Response> = {};
  for (const { responses } of operations) {
    for (const [status, response] of Object.entries(responses)) {
      if (status < '400' || (counts.get(textOf(response)) ?? 0) < operations.length / 8) continue;
      const name = nameOf(status, response, shared);
      shared[name] = response;
      responses[status] = { $ref: `#/components/responses/${name}` };
    }
  }
  document.components = { ...document.components, responses: shared as never };
}

const textOf = (response: Response): string => JSON.stringify(response);

function nameOf(status: string, response: Response, shared: Readonly<Record<string, Response>>, nth = 1): string {
  const name = nth === 1 ? `Problem${status}` : `Problem${status}Of${nth}`;
  const there = shared[name];
  return !there || textOf(there) === textOf(response) ? name : nameOf(status, response, shared, nth + 1);
}

/** Completes what every operation may answer: media types, headers, error codes. */
export function completeResponses(document: OpenAPIObject): void {
  for (const placed of operationsOf(document)) complete(placed, document);
  const described = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: name === 'Retry-After' ? 'integer' : 'string' } },
  ]);
  document.components = { ...document.components, headers: Object.fromEntries(described) };
  share(document);
}
