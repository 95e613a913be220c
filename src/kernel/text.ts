/** NUL and halves of surrogate pairs: the database cannot keep them, and nobody types them. All else is taken. */
export const canBeKept = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed();

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: these are the signs to look for
/** What some program meant as the end of a line: CR, the page breaks of Word, the separators of Unicode, NEL. */
const lineEnds = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;
/** Separators between words of old files. */
const separators = /[\u001c-\u001f]/g;
/** Control signs but tab and line feed, and what turns the direction of all that follows it. */
const unseen = /[\u0001-\u0008\u000e-\u001b\u007f-\u009f\u202a-\u202e]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: the end of them
/** Something that can be seen: what is made of spaces, joiners and fillers alone is nothing. */
const seen = /[^\p{Z}\p{C}\p{Default_Ignorable_Code_Point}]/u;
/** What a name has no use for: isolates, and tags, which can hide a second text in the first. */
const isolatesAndTags = /[\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/**
 * The one rule for text, whatever door it came through: line ends become `\n`, control signs and direction overrides
 * go, nothing is glued, the ends are trimmed; NFC. What nobody can see is empty. Same input, same output; its output is
 * its own.
 */
export function plainText(text: string): string {
  const plain = text.replace(lineEnds, '\n').replace(separators, ' ').replace(unseen, '');
  return seen.test(plain) ? plain.normalize('NFC').trim() : '';
}

/** The same for a name or a title, which is one line: line ends, tabs and runs of spaces become one space. */
export const plainLine = (text: string): string =>
  plainText(plainText(text).replace(isolatesAndTags, '').replace(/\s+/g, ' '));

/** Letters that Unicode does not take apart into a base and an accent. */
const folds: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  // Arabic yeh and kaf, Persian yeh and keheh: the same letter from two keyboards.
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
};
const foldable = new RegExp(`[${Object.keys(folds).join('')}]`, 'gu');
/** Accents, Hebrew points, Arabic short vowels, tatweel, and all that is not seen. Vowel signs of Indic and Thai script stay. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]|\p{Default_Ignorable_Code_Point}/gu;
const apostrophes = /[\u2018\u2019\u02bc\u02bb`´]/gu;

/** Letters as people compare them: case, accents, width and apostrophe shape do not count. Same input, same output. */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(apostrophes, "'")
    .replace(marks, '')
    .replace(foldable, (letter) => folds[letter] ?? letter)
    .normalize('NFC');

/**
 * The key to find a name by: folded, apostrophes and punctuation out, but for the signs to keep; single spaces. Empty for a
 * text of signs only.
 */
export const searchKey = (text: string, keep: '' | '+#' = ''): string =>
  fold(text)
    .replace(/'/gu, '')
    .replace(keep === '' ? notInKeys : notInKeysButPlusAndHash, ' ')
    .trim();

const notInKeys = /[^\p{L}\p{M}\p{N}]+/gu;
const notInKeysButPlusAndHash = /[^\p{L}\p{M}\p{N}+#]+/gu;
