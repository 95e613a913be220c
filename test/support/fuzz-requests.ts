import type { OpenAPIObject } from '@nestjs/swagger';
import type { Dice } from './dice.js';
import { bent, bentQuery, broken, HOSTILE_HEADERS, HOSTILE_IDS } from './hostile-values.js';
import type { JsonSchema, Schemas } from './json-schema.js';
import { type KnownIds, likelyValue } from './likely-values.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** One operation of the document. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: JsonSchema | null;
  readonly responses: Readonly<Record<string, { content?: Readonly<Record<string, { schema: JsonSchema }>> }>>;
}

type Written = Omit<Operation, 'name' | 'method' | 'path' | 'body' | 'parameters'> & {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { content: Readonly<Record<string, { schema: JsonSchema }>> };
};

export const schemasOf = (document: OpenAPIObject): Schemas => (document.components?.schemas ?? {}) as Schemas;

export const operationsOf = (document: OpenAPIObject): Operation[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Written>).map(([method, written]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: written.parameters ?? [],
      body: written.requestBody?.content['application/json']?.schema ?? null,
      responses: written.responses,
    })),
  );

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
  readonly headers: Record<string, string>;
}

const takes = (operation: Operation, header: string): boolean =>
  operation.parameters.some((parameter) => parameter.in === 'header' && parameter.name.toLowerCase() === header);

/** What the thing of an id in a path is called: `clients` in `/v1/clients/{id}/barriers`. */
const nounBefore = (path: string, parameter: string): string =>
  /([a-z-]+)\/$/.exec(path.slice(0, path.indexOf(`{${parameter}}`)))?.[1] ?? '';

/** A request that should mostly succeed, as the document describes it. */
export function likelyRequest(operation: Operation, schemas: Schemas, dice: Dice, ids: KnownIds): FuzzRequest {
  const likely = (schema: JsonSchema, name: string): unknown => likelyValue(schema, schemas, dice, ids, name);
  let path = operation.path;
  const query = new URLSearchParams();
  for (const parameter of operation.parameters) {
    if (parameter.in === 'path') {
      const noun = nounBefore(operation.path, parameter.name);
      const value =
        parameter.name === 'id'
          ? dice.pick(ids(noun))
          : parameter.name === 'number'
            ? '1'
            : likely(parameter.schema, '');
      path = path.replace(`{${parameter.name}}`, String(value));
    } else if (parameter.in === 'query' && parameter.name !== 'cursor' && (parameter.required || dice.chance(0.3))) {
      query.set(parameter.name, String(likely(parameter.schema, parameter.name)));
    }
  }
  const headers: Record<string, string> = {};
  if (takes(operation, 'idempotency-key') && dice.chance(0.3)) headers['idempotency-key'] = `key-${dice.from(1, 1e9)}`;
  const hasBody = operation.body !== null || operation.method === 'POST';
  if (hasBody) headers['content-type'] = 'application/json';
  const body = operation.body ? JSON.stringify(likely(operation.body, '')) : hasBody ? '{}' : undefined;
  return { method: operation.method, path: `${path}${query.size > 0 ? `?${query}` : ''}`, headers, body };
}

const kinds = ['body', 'body', 'body', 'text', 'query', 'id', 'header', 'header'] as const;

/** The same request with one thing bent that its kind of request can have. */
export function hostileRequest(operation: Operation, request: FuzzRequest, dice: Dice): FuzzRequest {
  const fitting = kinds.filter(
    (kind) =>
      (kind !== 'body' || request.body !== undefined) &&
      (kind !== 'text' || operation.method !== 'GET') &&
      (kind !== 'id' || operation.path.includes('{')),
  );
  const { headers, body } = request;
  const [path = '', query = ''] = request.path.split('?');
  switch (dice.pick(fitting)) {
    case 'body':
      return { ...request, body: bent(JSON.parse(String(body)), dice) };
    case 'text': {
      const { 'content-type': _, ...others } = headers;
      const sent = broken(String(body ?? '{"a":1}'), dice);
      return {
        ...request,
        headers: { ...others, ...(sent.type === null ? {} : { 'content-type': sent.type }) },
        body: sent.body,
      };
    }
    case 'query': {
      const names = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      return { ...request, path: `${path}?${bentQuery(names, query, dice)}` };
    }
    case 'id': {
      const segments = path.split('/');
      segments[operation.path.split('/').findIndex((segment) => segment.startsWith('{'))] = dice.pick(HOSTILE_IDS);
      return { ...request, path: segments.join('/') + (query === '' ? '' : `?${query}`) };
    }
    case 'header':
      return { ...request, headers: { ...headers, ...dice.pick(HOSTILE_HEADERS) } };
  }
}

/** A cursor that was given out, with a byte changed, cut off or too many. */
export function bentCursor(cursor: string, dice: Dice): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const at = dice.from(0, bytes.length - 1);
  bytes[at] = (bytes[at] ?? 0) ^ dice.from(1, 255);
  return dice
    .pick([bytes, bytes.subarray(0, at), Buffer.concat([bytes, bytes.subarray(0, dice.from(1, 20))])])
    .toString('base64url');
}
