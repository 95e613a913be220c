import { AppError } from '../../../kernel/errors.js';

const MAX_DEPTH = 32;
const malformed = (code: string): AppError => new AppError('malformed', code);

/**
 * Parses a JSON body and refuses what `JSON.parse` lets through and a service must not: nesting deeper than 32,
 * keys that stand twice in an object (which of the two counts?), numbers that a double cannot hold, and the
 * keys that every object has by its prototype (`__proto__`, `constructor`), which schemas overlook. One pass over the text, without recursion. Throws 400.
 */
export function parseJson(text: string): unknown {
  inspect(text);
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('http.malformed-json');
  }
}

/** What every object has, or what Nest takes out of what it was sent without a word. */
export const isForbiddenKey = (key: string): boolean => key in Object.prototype || key === 'prototype';

function inspect(text: string): void {
  /** For each open bracket: the keys seen (object) or null (array). */
  const open: (Set<string> | null)[] = [];
  let keyExpected = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keyExpected && keys) checkKey(keys, text.slice(at, end + 1));
      keyExpected = false;
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : null);
      if (open.length > MAX_DEPTH) throw malformed('http.body-nested-too-deep');
      keyExpected = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
      keyExpected = false;
    } else if (character === ',') {
      keyExpected = open.at(-1) instanceof Set;
    } else if (character === '-' || (character !== undefined && character >= '0' && character <= '9')) {
      at = endOfNumber(text, at);
    }
  }
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  throw malformed('http.malformed-json');
}

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function endOfNumber(text: string, start: number): number {
  NUMBER.lastIndex = start;
  const found = NUMBER.exec(text)?.[0] ?? '-';
  const value = Number(found);
  const isWhole = /^-?\d+$/.test(found);
  if (!Number.isFinite(value) || (isWhole && !Number.isSafeInteger(value))) throw malformed('http.number-out-of-range');
  return start + found.length - 1;
}

function checkKey(keys: Set<string>, quoted: string): void {
  let key: string;
  try {
    key = JSON.parse(quoted) as string;
  } catch {
    throw malformed('http.malformed-json');
  }
  if (isForbiddenKey(key)) throw malformed('http.forbidden-key');
  if (keys.has(key)) throw malformed('http.duplicate-key');
  keys.add(key);
}
