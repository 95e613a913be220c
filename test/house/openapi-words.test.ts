import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { headers, parameters, properties, tags } from '../../src/app/openapi/words.js';

it('every word that stands ready for the document is read in it', () => {
  const document = readFileSync('docs/generated/openapi.json', 'utf8');
  const words = [tags, properties, parameters, headers].flatMap((of) => Object.entries(of));
  expect(words.filter(([, text]) => !document.includes(JSON.stringify(text))).map(([name]) => name)).toEqual([]);
  expect(words.length).toBeGreaterThan(30);
});
