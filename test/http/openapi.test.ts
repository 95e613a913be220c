import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { examples } from '../../src/app/openapi/examples.js';
import { inside, operationsOf, type Placed, type Schema, schemasOf } from '../../src/app/openapi/model.js';
import { UNKNOWN } from '../../src/app/openapi/samples.js';
import { openApi } from '../../src/app/openapi.js';
import type { Body } from '../support/caller.js';
import { Contract } from '../support/contract.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let document: ReturnType<typeof openApi>;
let operations: Placed[];
beforeAll(async () => {
  world = await createWorld();
  document = openApi(world.app);
  operations = operationsOf(document);
});
afterAll(() => world.close());

describe('the document and its page', () => {
  it('are served, and closed by a setting', async () => {
    const served = await world.nobody.get('/openapi.json');
    expect([served.status, served.body.openapi, served.body.info.license.identifier]).toEqual([
      200,
      '3.1.0',
      'Apache-2.0',
    ]);
    expect((await world.nobody.get('/docs')).text).toContain('swagger-ui');
    const closed = await createWorld({ showsApiDocs: false });
    const statuses = ['/docs', '/openapi.json', '/openapi.yaml'].map(
      async (path) => (await closed.nobody.get(path)).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
    await closed.close();
  });
});

const names = (): string[] => operations.map(({ operation }) => operation.operationId);

describe('every operation', () => {
  it('has an id of its own, a verb and a noun', () => {
    expect(names().filter((name) => !/^[a-z]+([A-Z][a-z]+)+$/.test(name))).toEqual([]);
    expect(names().filter((name, index) => names().indexOf(name) !== index)).toEqual([]);
    expect(names()).toEqual(
      expect.arrayContaining(['listClients', 'getClient', 'createClient', 'changeClient', 'deleteClient']),
    );
    expect(names()).toEqual(expect.arrayContaining(['restoreClient', 'moveApplication', 'submitDebrief', 'signIn']));
  });

  it('has a tag with a description, says what it needs, and describes each of its parameters', () => {
    expect(document.tags?.filter(({ description }) => !description)).toEqual([]);
    const silent = operations.flatMap(({ operation }) => [
      ...(operation.tags.length === 1 && operation.description ? [] : [operation.operationId]),
      ...(operation.parameters ?? [])
        .filter(({ description }) => !description)
        .map(({ name }) => `${operation.operationId}: ${name}`),
    ]);
    expect(silent).toEqual([]);
  });

  it('answers well in one way, and refuses with problems that list their codes', () => {
    const contract = new Contract(world.app);
    const flaws = operations.flatMap((placed) => {
      const statuses = Object.keys(placed.operation.responses);
      const bad = statuses
        .filter((status) => status >= '400')
        .map((status) => ({ status, response: contract.response(placed, Number(status))?.response }))
        // Rooms without a rule of their own refuse nothing yet, and may later.
        .filter(
          ({ status, response }) =>
            !response?.content?.['application/problem+json'] || !(status === '422' || response['x-codes']?.length),
        );
      // A link that is mailed is only accepted, one for a screen is made.
      const ways = placed.operation.operationId === 'createDebriefLink' ? 2 : 1;
      const isWell = statuses.filter((status) => status < '300').length === ways;
      return isWell && statuses.length > 1 && bad.length === 0 ? [] : [placed.operation.operationId];
    });
    expect(flaws).toEqual([]);
  });

  it('has an example of each of its answers, true to its schema', () => {
    const contract = new Contract(world.app);
    const flaws = operations.flatMap((placed) => {
      const found = contract.exampleFlaws(placed).map((flaw) => `${placed.operation.operationId} ${flaw}`);
      const told = JSON.stringify(Object.values(placed.operation.responses).map(({ content }) => content));
      return told.includes(`"${UNKNOWN}"`) ? [...found, `${placed.operation.operationId} says ${UNKNOWN}`] : found;
    });
    expect(flaws).toEqual([]);
  });

  it('shows problems that may be its own', () => {
    const contract = new Contract(world.app);
    const strange = operations.flatMap((placed) =>
      Object.keys(placed.operation.responses).flatMap((status) => {
        const { response } = contract.response(placed, Number(status)) ?? {};
        const example = response?.content?.['application/problem+json']?.example as Body | undefined;
        const isOwn =
          example?.status === Number(status) && (response?.['x-codes'] ?? [example.code]).includes(example.code);
        return example === undefined || isOwn ? [] : [`${placed.operation.operationId} ${status} ${example.code}`];
      }),
    );
    expect(strange).toEqual([]);
  });

  it('has an example of what it takes', () => {
    const without = operations.filter(({ operation }) => {
      const media = operation.requestBody?.content['application/json'];
      return media && media.example === undefined;
    });
    expect(without.map(({ operation }) => operation.operationId)).toEqual([]);
    expect(Object.keys(examples).filter((name) => !names().includes(name))).toEqual([]);
  });
});

describe('every schema', () => {
  it('describes each of its properties', () => {
    const silent = Object.entries(schemasOf(document)).flatMap(([name, schema]) => undescribed(schema, name));
    expect(silent).toEqual([]);
  });

  it('has no bounds that only JavaScript knows, and says the format of its days, instants and ids', () => {
    const text = JSON.stringify(document);
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
    const loose = Object.entries(schemasOf(document)).flatMap(([name, schema]) => formless(schema, name));
    expect(loose).toEqual([]);
  });
});

function undescribed(schema: Schema, at: string): string[] {
  return [
    ...Object.entries(schema.properties ?? {})
      // A reference is described by what it refers to.
      .filter(([, property]) => !(property.description ?? property.$ref))
      .map(([name]) => `${at}.${name}`),
    ...inside(schema).flatMap((one) => undescribed(one, `${at}.`)),
  ];
}

function formless(schema: Schema, at: string): string[] {
  return [
    ...Object.entries(schema.properties ?? {})
      .filter(([name, { type, format }]) => /(At|On)$/.test(name) && [type].flat().includes('string') && !format)
      .map(([name]) => `${at}.${name}`),
    ...inside(schema).flatMap((one) => formless(one, `${at}.`)),
  ];
}
