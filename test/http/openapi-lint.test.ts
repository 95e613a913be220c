import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { openApi } from '../../src/app/openapi.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let source: string;
beforeAll(async () => {
  world = await createWorld();
  source = JSON.stringify(openApi(world.app));
});
afterAll(() => world.close());

describe('the OpenAPI document', () => {
  it('lints clean with the recommended rules of Redocly', async () => {
    const config = await createConfig({ extends: ['recommended'] });
    const problems = await lintFromString({ source, absoluteRef: '/openapi.json', config });
    expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([]);
  });

  it('lints clean with the OpenAPI rules of Spectral', async () => {
    const spectral = new spectralCore.Spectral();
    spectral.setRuleset({
      extends: [[spectralRulesets.oas as never, 'recommended']],
      // Who runs an installation is to be asked, and the document does not know who that is.
      rules: { 'info-contact': 'off' },
    });
    const problems = await spectral.run(source);
    expect(problems.map(({ code, message, path }) => [code, message, path.join('/')])).toEqual([]);
  });
});
