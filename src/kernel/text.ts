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
/** Accents, Hebrew points, Arabic short vowels, tatweel, joiners. Vowel signs of Indic and Thai script stay. */
const marks = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]/gu;
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

/** The key to find a name by: folded, apostrophes and punctuation out, single spaces. Empty for a text of signs only. */
export const searchKey = (text: string): string =>
  fold(text)
    .replace(/'/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
