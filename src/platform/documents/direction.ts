/** Which way text runs. */
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
 * The direction of a paragraph: that of its first letter, and of the document's language for a line without letters.
 * An address line in English inside an Arabic document stays whole only this way.
 */
export function directionOf(text: string, locale: string): Direction {
  const first = letter.exec(text)?.[0];
  if (!first) return directionOfLocale(locale);
  return rightToLeftLetter.test(first) ? 'rtl' : 'ltr';
}
