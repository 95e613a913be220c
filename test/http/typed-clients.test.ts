import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openApi } from '../../src/app/openapi.js';
import { FUNCTIONS_PROGRAM, PATHS_PROGRAM, Workshop } from '../support/typed-clients.js';
import { createWorld, PASSWORD, type World } from '../support/world.js';

let world: World;
let workshop: Workshop;
let works = true;
let worker: Promise<void>;
beforeAll(async () => {
  world = await createWorld();
  worker = work();
});
beforeEach(() => {
  workshop = new Workshop(openApi(world.app));
});
afterEach(() => workshop.close());
afterAll(async () => {
  works = false;
  await worker;
  await world.close();
});

/** What the worker of a running service does by itself; like it, it goes on after a round that found the database busy. */
async function work(): Promise<void> {
  const busy = (error: { code?: string }): void => {
    if (error.code !== 'http.unavailable') throw error;
  };
  for (; works; await sleep(300)) await world.settle().catch(busy);
}

/** What both programs print: coaches see all of the story but the reports. */
const seen = ['coach', 'transport', ['issued'], 0, 403, 'access.not-allowed'];

describe('a typed client made from the document plays the story, without a cast', () => {
  it('by openapi-typescript and openapi-fetch', async () => {
    await workshop.call('openapi-typescript/bin/cli.js', 'openapi.json', '--output', 'sdk/schema.ts');
    workshop.write('story.ts', PATHS_PROGRAM);
    const printed = await workshop.checkAndRun('story.ts', world.url, world.ana.email, PASSWORD);
    expect(JSON.parse(printed)).toEqual(seen);
  });

  it('by @hey-api/openapi-ts', async () => {
    const settings = { input: 'openapi.json', output: { path: 'sdk', module: { extension: '.js' } } };
    const plugins = ['@hey-api/client-fetch', '@hey-api/typescript', '@hey-api/sdk'];
    workshop.write('openapi-ts.config.mjs', `export default ${JSON.stringify({ ...settings, plugins })};`);
    await workshop.call('@hey-api/openapi-ts/bin/run.js');
    workshop.write('story.ts', FUNCTIONS_PROGRAM);
    const printed = await workshop.checkAndRun('story.ts', world.url, world.ana.email, PASSWORD);
    expect(JSON.parse(printed)).toEqual(seen);
  });
});
