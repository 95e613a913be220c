import { searchKey } from '../../../kernel/text.js';
import { commonNameStarts, legalForms } from './word-lists.rules.js';
import { type Word, wordsOf } from './words.rules.js';

type Owner = 'this' | 'other' | 'client';

interface Node {
  next: Map<string, Node>;
  end?: { owner: Owner; name: string };
}

export interface EmployerMention {
  owner: Owner;
  /** As it is known to the organization. */
  name: string;
  offset: number;
}

export interface EmployerMentions {
  mentions: EmployerMention[];
  /** The first word of this employer's name stands alone, and is not a word that many names begin with. */
  isPartlyNamed: boolean;
}

const links: ReadonlySet<string> = new Set(['and', 'y', 'e', 'et', '&']);
const isLink = ({ key }: Word): boolean => links.has(key);

/** The words that make a name: "The Acme Foods Company, Inc." → acme, foods. Never empty unless the name has no word. */
function nameWords(name: string): Word[] {
  const all = wordsOf(name.normalize('NFC')).filter((word) => !isLink(word));
  const words = all[0]?.key === 'the' && all.length > 1 ? all.slice(1) : all;
  let length = words.length;
  while (length > 1 && legalForms.has(words[length - 1]?.key ?? '')) length -= 1;
  return words.slice(0, length);
}

const flat = ({ text, key }: Word): string => (/['’]/u.test(text) ? text.toLowerCase().replace(/['’]/gu, '') : key);

function plant(root: Node, owner: Owner, name: string): void {
  const words = nameWords(name);
  if (words.length === 0) return;
  // Twice, so that McDonald's is found as written and as McDonalds.
  for (const spell of [(word: Word) => word.key, flat]) {
    let node = root;
    for (const word of words) {
      const key = spell(word);
      let next = node.next.get(key);
      if (!next) {
        next = { next: new Map() };
        node.next.set(key, next);
      }
      node = next;
    }
    // Planted in order of weight: the first owner of a name keeps it.
    node.end ??= { owner, name };
  }
}

/** A name is written with a capital, where the script has them: "Target" is a shop, "my target" is not. */
const looksLikeName = ({ text }: Word): boolean => text !== text.toLowerCase() || text === text.toUpperCase();

/**
 * Every employer that a letter names, longest name first at each place. One walk over the letter, whatever the number
 * of names. A client's own name is never taken for an employer's.
 */
export function employersNamed(
  letter: readonly Word[],
  names: { employerName: string; otherEmployerNames: readonly string[]; clientNames: readonly string[] },
): EmployerMentions {
  const own = nameWords(names.employerName);
  const root: Node = { next: new Map() };
  plant(root, 'this', names.employerName);
  for (const name of names.clientNames) plant(root, 'client', name);
  for (const name of names.otherEmployerNames) {
    // "Acme" inside a letter to "Acme Foods" is short for it, not another employer.
    if (!isPartOf(nameWords(name), own)) plant(root, 'other', name);
  }
  const words = letter.filter((word) => !isLink(word));
  const mentions: EmployerMention[] = [];
  const first = own[0];
  let isPartlyNamed = false;
  for (let at = 0; at < words.length; ) {
    const word = words[at] as Word;
    const found = longestAt(root, words, at);
    if (found && (found.owner === 'this' || looksLikeName(word))) {
      mentions.push({ owner: found.owner, name: found.name, offset: word.offset });
      at += found.length;
    } else {
      if (first && word.key === first.key && looksLikeName(word) && !commonNameStarts.has(word.key)) {
        isPartlyNamed = true;
      }
      at += 1;
    }
  }
  return { mentions, isPartlyNamed };
}

function longestAt(root: Node, words: readonly Word[], start: number) {
  let node: Node | undefined = root;
  let found: { owner: Owner; name: string; length: number } | null = null;
  for (let at = start; at < words.length; at += 1) {
    const word = words[at] as Word;
    node = node.next.get(word.key) ?? node.next.get(flat(word));
    if (!node) break;
    if (node.end) found = { ...node.end, length: at - start + 1 };
  }
  return found;
}

const isPartOf = (part: readonly Word[], whole: readonly Word[]): boolean =>
  part.length > 0 && ` ${whole.map(flat).join(' ')} `.includes(` ${part.map(flat).join(' ')} `);

/** The words of a text as they may begin a name's search key: what to ask a long directory for. */
export const firstWordsIn = (text: string): string[] => [
  ...new Set(
    wordsOf(text.normalize('NFC'))
      .flatMap((word) => [word.key, searchKey(word.text).split(' ')[0] ?? ''])
      .filter((key) => key !== ''),
  ),
];
