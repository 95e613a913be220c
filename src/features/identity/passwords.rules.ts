import { fold } from '../../kernel/text.js';

/** NIST SP 800-63B-4, 3.1.1: at least 15 characters where the password stands alone, long ones allowed, no composition rules. */
export const SHORTEST_PASSWORD = 15;

/** So many guesses (as a power of ten) must it take whoever knows the lists of common passwords and the person. */
const FEWEST_GUESSES = 10;

/** Why a password cannot be taken, as an error code, or null. `context`: the person’s own name, address, organization. */
export function passwordFlaw(password: string, context: readonly string[]): string | null {
  if ([...password].length < SHORTEST_PASSWORD) return 'auth.password-too-short';
  const plain = asListed(password);
  const known = wordsOf(context).filter((word) => word.length >= 4);
  const rest = known
    .sort((one, other) => other.length - one.length)
    .reduce((text, word) => text.replaceAll(word, ''), plain);
  // What is left when the known words are taken out must still be a password of some length.
  return rest !== plain && rest.replace(/[^\p{L}\p{M}]/gu, '').length < 6 ? 'auth.password-too-common' : null;
}

/** The same of one that a guesser finds in this many tries. */
export const guessedFlaw = (guesses: number): string | null =>
  guesses < FEWEST_GUESSES ? 'auth.password-too-common' : null;

/** A password as lists have it: without case, accents and width. */
export const asListed = (password: string): string => fold(password);

/** What a guesser tries first: the product, and the words of the person’s own name, address and organization. */
export const wordsOf = (context: readonly string[]): string[] => [
  ...new Set(
    ['onward', ...context.map(fold)]
      .flatMap((text) => [text, text.replace(/[^\p{L}\p{N}]+/gu, ''), ...text.split(/[^\p{L}\p{N}]+/u)])
      .filter((word) => word.length >= 3),
  ),
];
