import { postingBoilerplate } from './word-lists.rules.js';
import { isStopWord, stemOf, type Word } from './words.rules.js';

export interface PostingTerm {
  /** As the posting writes it the first time. */
  term: string;
  /** How often the posting says it. */
  count: number;
}

interface Counted extends PostingTerm {
  stems: readonly string[];
  at: number;
}

/** How many terms of a posting are looked for, and how many of the missing ones are told: more would not be read. */
const lookedFor = 15;
const told = 8;
/** In a posting of up to this many content words, a word said once counts too. */
const shortPosting = 150;

/**
 * What a posting says most and the letter does not say: words and pairs of neighbours by how often they stand there.
 * Simple term overlap, a hint and no score. Words of equal-opportunity notices are never among them.
 */
export function missingPostingWords(
  posting: readonly Word[],
  letter: readonly Word[],
  known: readonly Word[],
): PostingTerm[] {
  const used = new Set([...letter, ...known].map(stemOf));
  return postingTerms(posting)
    .filter(({ stems }) => !stems.every((stem) => used.has(stem)))
    .slice(0, told)
    .map(({ term, count }) => ({ term, count }));
}

function postingTerms(posting: readonly Word[]): Counted[] {
  const singles = new Map<string, Counted>();
  const pairs = new Map<string, Counted>();
  let before: { word: Word; stem: string } | null = null;
  let contentWords = 0;
  posting.forEach((word, at) => {
    if (!isContent(word)) {
      before = null;
      return;
    }
    contentWords += 1;
    const stem = stemOf(word);
    count(singles, stem, [stem], word.text, at);
    if (before && word.joined) {
      count(pairs, `${before.stem} ${stem}`, [before.stem, stem], `${before.word.text} ${word.text}`, at);
    }
    before = { word, stem };
  });
  const phrases = [...pairs.values()].filter((pair) => pair.count > 1);
  // A word that only ever stands in one phrase is told as the phrase.
  const covered = new Set(
    phrases.flatMap((pair) => pair.stems.filter((stem) => singles.get(stem)?.count === pair.count)),
  );
  const least = contentWords <= shortPosting ? 1 : 2;
  const words = [...singles].filter(([stem, single]) => single.count >= least && !covered.has(stem));
  return [...phrases, ...words.map(([, single]) => single)]
    .sort((a, b) => b.count - a.count || a.at - b.at)
    .slice(0, lookedFor);
}

/** Two letters only as an abbreviation: RF, HR, QA. */
const isLongEnough = ({ key, text }: Word): boolean =>
  key.length > 2 || (key.length === 2 && text === text.toUpperCase());

const isContent = (word: Word): boolean =>
  isLongEnough(word) && /^\p{L}/u.test(word.key) && !isStopWord(word) && !postingBoilerplate.has(word.key);

function count(terms: Map<string, Counted>, key: string, stems: readonly string[], term: string, at: number): void {
  const known = terms.get(key);
  if (known) known.count += 1;
  else terms.set(key, { term, count: 1, stems, at });
}
