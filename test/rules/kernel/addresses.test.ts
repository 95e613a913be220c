import { expect, it } from '@jest/globals';
import { Email } from '../../../src/platform/http/shapes.js';

it.each([
  [' ana@north.example ', 'ana@north.example'],
  ['\u00a0Ana@North.example\u200b', 'ana@north.example'],
  ['mailto:ana@north.example', 'ana@north.example'],
  ['jürgen@müller.example', 'jürgen@müller.example'],
  ['ana&ben@north.example', 'ana&ben@north.example'],
  ['a/b=c@north.example', 'a/b=c@north.example'],
  ['O’Brien@north.example', "o'brien@north.example"],
  ['ana@north.example\u2028', 'ana@north.example'],
])('the address %j is kept as %j', (given, kept) => expect(Email.parse(given)).toBe(kept));

it.each([
  '',
  'ana',
  'ana@',
  'ana@north',
  '"a b"@north.example',
  '<ana@north.example>',
  'a@b.example,c@d.example',
  'a\u0000@b.example',
  'a b@c.example',
])('no mail can be sent to %j', (given) => expect(Email.safeParse(given).success).toBe(false));
