/** What a letter's DOCX and TXT are made of: plain text only, already in the order of the page. */
export interface LetterContent {
  /** The sender's name first, then address, phone, mail. */
  senderLines: readonly string[];
  /** The date as it shall be read, in the letter's language. */
  dateText: string;
  addresseeLines: readonly string[];
  /** Greeting and closing included. A single line break inside a paragraph is kept. */
  paragraphs: readonly string[];
  /** BCP 47 tag of a supported language. */
  locale: string;
  /** Title in the file's properties: neutral words. */
  title: string;
}

export type Direction = 'ltr' | 'rtl';

const rightToLeftLanguages: ReadonlySet<string> = new Set([
  'ar',
  'fa',
  'ps',
  'ur',
  'he',
  'yi',
  'ckb',
  'sd',
  'ug',
  'dv',
]);

export const directionOfLocale = (locale: string): Direction =>
  rightToLeftLanguages.has(locale.toLowerCase().split('-')[0] ?? '') ? 'rtl' : 'ltr';

const letter = /\p{L}/u;
const rightToLeftLetter =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

export const hasLetter = (text: string): boolean => letter.test(text);

/**
 * The direction of a paragraph: that of its first letter, and of the letter's language for a line without letters.
 * An address line in English inside an Arabic letter stays whole only this way.
 */
export function directionOf(text: string, locale: string): Direction {
  const first = letter.exec(text)?.[0];
  if (!first) return directionOfLocale(locale);
  return rightToLeftLetter.test(first) ? 'rtl' : 'ltr';
}

/** Lines of a block that hold anything. */
export const filled = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');
