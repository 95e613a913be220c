import { type Word } from './words.rules.js';

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Too few words make a grade that jumps with every comma. */
const leastWords = 100;

/**
 * The American school grade that an English text asks for (Flesch and Kincaid, 1975), rounded; null for a text that is
 * too short to tell. Syllables are counted by groups of vowels, so it is a rough guide.
 */
export function readingGrade(text: string, words: readonly Word[]): number | null {
  if (words.length < leastWords) return null;
  let sentenceCount = 0;
  for (const { segment } of sentences.segment(text)) if (/\p{L}/u.test(segment)) sentenceCount += 1;
  const syllables = words.reduce((sum, { key }) => sum + syllablesOf(key), 0);
  const grade = 0.39 * (words.length / Math.max(1, sentenceCount)) + 11.8 * (syllables / words.length) - 15.59;
  return Math.max(0, Math.round(grade));
}

function syllablesOf(word: string): number {
  const groups = word.match(/[aeiouy]+/g)?.length ?? 1;
  const silentE = groups > 1 && /[^aeiouyl]e$/.test(word) ? 1 : 0;
  return Math.max(1, groups - silentE);
}

/** Words that make one shingle: shorter ones are found in every letter. */
const shingleLength = 5;

/** Share of a letter's runs of five words that stand in one other letter too, from 0 to 1: the highest of all. */
export function reusedShare(letter: readonly Word[], others: readonly (readonly Word[])[]): number {
  const own = shinglesOf(letter);
  if (own.length === 0) return 0;
  const shares = others.map((other) => {
    const theirs = new Set(shinglesOf(other));
    return own.filter((shingle) => theirs.has(shingle)).length / own.length;
  });
  return Math.max(0, ...shares);
}

const shinglesOf = (words: readonly Word[]): string[] =>
  words.slice(shingleLength - 1).map((_, end) =>
    words
      .slice(end, end + shingleLength)
      .map(({ key }) => key)
      .join(' '),
  );
