import { fold } from '../../../kernel/text.js';
import { stopWords } from './word-lists.rules.js';

export interface Word {
  /** As written. */
  text: string;
  /** To compare by: folded, without a possessive. */
  key: string;
  /** UTF-16 offset in the text. */
  offset: number;
  /** True when only spaces stand between this word and the one before. */
  joined: boolean;
}

// The root rules fit every script (Chinese, Japanese, Thai, Khmer by dictionary), so no tag from outside reaches Intl.
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** The words of a text in order, by Unicode's rules for word boundaries. Linear in the length. */
export function wordsOf(text: string): Word[] {
  const found: Word[] = [];
  let joined = false;
  for (const { segment, index, isWordLike } of words.segment(text)) {
    if (isWordLike) {
      found.push({ text: segment, key: keyOf(segment), offset: index, joined });
      joined = true;
    } else if (segment !== ' ') {
      joined = false;
    }
  }
  return found;
}

const plainLetters = /^[a-z]+$/;
const keyOf = (word: string): string => (plainLetters.test(word) ? word : withoutPossessive(fold(word)));
const withoutPossessive = (word: string): string =>
  (word.endsWith("'s") ? word.slice(0, -2) : word).replaceAll("'", '');

/** Too common to say anything, in English or Spanish. */
export const isStopWord = (word: Word): boolean => stopWords.has(word.key);

/** A rough stem that brings singular and plural together; for comparing only, never shown. */
export function stemOf({ key }: Pick<Word, 'key'>): string {
  if (key.length > 4 && key.endsWith('ies')) return `${key.slice(0, -3)}y`;
  const singular = key.length > 3 && /[^su]s$/.test(key) ? key.slice(0, -1) : key;
  return singular.length > 4 && singular.endsWith('e') ? singular.slice(0, -1) : singular;
}

/** The paragraphs of a letter's plain text: what stands between blank lines. */
export const paragraphsOf = (body: string): string[] =>
  body
    .split(/\r?\n[^\S\n]*\n/) // a blank line may hold spaces
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
