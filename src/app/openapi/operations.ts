import type { OpenAPIObject } from '@nestjs/swagger';
import { type Action, policy } from '../../access/policy.js';
import { type Role, roles } from '../../access/roles.js';
import { NEEDS_ACTION } from '../../platform/http/routes.js';
import { exampleIds, examples } from './examples.js';
import { type Operation, operationsOf, type Parameter, type Placed, resolved, schemasOf } from './model.js';
import { nounsOf, operationIdOf, singular } from './operation-ids.js';
import { parameters as words } from './words.js';

/** Who has an action, in words, out of the access table. */
function reachOf(action: Action): string {
  const by = (reach: string): Role[] => roles.filter((role) => policy[action][role] === reach);
  const parts = [
    ['for their own', by('own')],
    ['for all of the organization', by('organization')],
  ] as const;
  return parts
    .filter(([, who]) => who.length > 0)
    .map(([what, who]) => `${who.join(' and ')} ${what}`)
    .join(', ');
}

function describe({ method, path, operation }: Placed): void {
  operation.operationId = operationIdOf(method, path);
  const action = operation[NEEDS_ACTION] as Action | undefined;
  if (action) operation.description = `Needs \`${action}\`: ${reachOf(action)}.`;
  operation.security ??= [];
}

/** What a parameter of the path names: the noun before it. */
function nounOf(path: string, name: string): string {
  const own = /^(.+)Id$/.exec(name)?.[1];
  return own ?? singular(nounsOf(path.slice(0, path.indexOf(`{${name}}`))).at(-1) ?? 'thing').replaceAll('-', ' ');
}

function describeParameter(path: string, parameter: Parameter): void {
  if (parameter.in !== 'path') {
    const said = words[parameter.name];
    if (said !== undefined) parameter.description ??= said;
    return;
  }
  const noun = nounOf(path, parameter.name);
  if (parameter.name === 'id' || parameter.name.endsWith('Id')) {
    parameter.description ??= `The id of the ${noun}.`;
    parameter.schema = { type: 'string', format: 'uuid' };
    parameter.example ??= exampleIds[noun.replaceAll(' ', '-')] ?? exampleIds.thing;
  } else {
    parameter.description ??= `The ${parameter.name} of the ${noun}.`;
    if (parameter.schema.type === 'number') parameter.schema = { type: 'integer', minimum: 1 };
  }
}

/** An act that takes no details has no body in the document; one that needs none has an optional one. */
function settleBody(operation: Operation, method: string, document: OpenAPIObject): void {
  const media = operation.requestBody?.content['application/json'];
  if (!operation.requestBody || !media || method !== 'post') return;
  const { properties = {}, required = [], anyOf } = resolved(media.schema, schemasOf(document));
  if (anyOf) return;
  if (Object.keys(properties).length === 0) delete operation.requestBody;
  else if (required.length === 0) operation.requestBody.required = false;
}

const shown = (text: string): string => text.replaceAll("'", "'\\''");

/** A call of the operation as it is typed in a shell. */
function curl({ method, path, operation }: Placed, query: string): string {
  const filled = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === 'path')
    .reduce((at, { name, example }) => at.replace(`{${name}}`, String(example)), path);
  const needs = (header: string): boolean =>
    (operation.parameters ?? []).some(({ name, required }) => name === header && required);
  const body = operation.requestBody?.content['application/json']?.example;
  return [
    `curl${method === 'get' ? '' : ` --request ${method.toUpperCase()}`} "$ONWARD${filled}${query}"`,
    ...(operation.security?.length ? ['--header "Authorization: Bearer $TOKEN"'] : []),
    ...(needs('If-Match') ? ['--header "If-Match: $ETAG"'] : []),
    ...(body === undefined
      ? []
      : ['--header "Content-Type: application/json"', `--data '${shown(JSON.stringify(body))}'`]),
  ].join(' \\\n  ');
}

function giveExample(placed: Placed): void {
  const { operation } = placed;
  const { body, query = {}, path = {} } = examples[operation.operationId] ?? {};
  const media = operation.requestBody?.content['application/json'];
  if (media && body !== undefined) media.example = body;
  for (const parameter of operation.parameters ?? []) {
    const value = parameter.in === 'path' ? path[parameter.name] : query[parameter.name];
    if (value !== undefined) parameter.example = value;
  }
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString();
  operation['x-codeSamples'] = [{ lang: 'Shell', source: curl(placed, search === '' ? '' : `?${search}`) }];
}

/** Names, words, bodies and examples of all operations. */
export function completeOperations(document: OpenAPIObject): void {
  for (const placed of operationsOf(document)) {
    describe(placed);
    settleBody(placed.operation, placed.method, document);
    for (const parameter of placed.operation.parameters ?? []) describeParameter(placed.path, parameter);
    giveExample(placed);
  }
}
