import { type Direction, directionOfLocale } from './direction.js';

/** Languages that a document may be in, each with the script it is written in. Closed: no tag from outside reaches `Intl` or a file. */
const scripts = {
  am: 'Ethiopic', ar: 'Arabic', de: 'Latin', el: 'Greek', en: 'Latin', es: 'Latin', fa: 'Arabic', 'fa-AF': 'Arabic',
  fil: 'Latin', fr: 'Latin', he: 'Hebrew', hi: 'Devanagari', ht: 'Latin', ja: 'Kana', km: 'Khmer',
  ko: 'Hangul', my: 'Myanmar', ne: 'Devanagari', pl: 'Latin', ps: 'Arabic', pt: 'Latin', ru: 'Cyrillic', so: 'Latin',
  sw: 'Latin', th: 'Thai', ti: 'Ethiopic', uk: 'Cyrillic', ur: 'Arabic', vi: 'Latin', zh: 'Han', 'zh-Hans': 'Han',
  'zh-Hant': 'Han',
} as const; // biome-ignore format: a table

export type DocumentLanguage = keyof typeof scripts;
export const documentLanguages = Object.keys(scripts) as [DocumentLanguage, ...DocumentLanguage[]];

/** The tag handed to `Intl`, which does not know Haitian Creole and would take the machine's own language for it. */
export const formatTagOf = (language: DocumentLanguage): string => (language === 'ht' ? 'fr-HT' : language);

type Script = (typeof scripts)[DocumentLanguage];

/** What a text in this script is in, when its document is in a language of another one. Arabic script is read aloud as Arabic. */
const usual: readonly (readonly [RegExp, Script, DocumentLanguage])[] = [
  [/\p{Script=Latin}/u, 'Latin', 'en'],
  [/\p{Script=Cyrillic}/u, 'Cyrillic', 'ru'],
  [/\p{Script=Greek}/u, 'Greek', 'el'],
  [/\p{Script=Arabic}/u, 'Arabic', 'ar'],
  [/\p{Script=Hebrew}/u, 'Hebrew', 'he'],
  [/\p{Script=Ethiopic}/u, 'Ethiopic', 'am'],
  [/\p{Script=Devanagari}/u, 'Devanagari', 'hi'],
  [/\p{Script=Thai}/u, 'Thai', 'th'],
  [/\p{Script=Khmer}/u, 'Khmer', 'km'],
  [/\p{Script=Myanmar}/u, 'Myanmar', 'my'],
  [/\p{Script=Hangul}/u, 'Hangul', 'ko'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 'Kana', 'ja'],
  [/\p{Script=Han}/u, 'Han', 'zh'],
];

const letter = /\p{L}/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Letters that only Vietnamese has, far from rare in it. */
const vietnamese = /[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu;

/**
 * The language of a text in a document of this language: that one, unless the first letter is of a script it is not
 * written in. A sentence in Arabic is not read aloud as English because nobody said what it is.
 */
export function languageOfText(text: string, document: DocumentLanguage): DocumentLanguage {
  const first = letter.exec(text)?.[0];
  if (first === undefined) return document;
  const [, script, other] = usual.find(([pattern]) => pattern.test(first)) ?? [null, null, document];
  if (script === scripts[document]) return document === 'en' && vietnamese.test(text) ? 'vi' : document;
  if (script === 'Han') return scripts[document] === 'Kana' || kana.test(text) ? 'ja' : 'zh';
  return other;
}

/** A language alone, and a region, as the templates take them. */
export interface TemplateLanguage {
  lang: string;
  region: string | null;
}

/** A BCP 47 tag as the templates take it: Typst fails without a message on anything else. Unknown forms become English. */
export function templateLanguage(tag: string): TemplateLanguage {
  const [lang = '', ...rest] = tag.split('-');
  const region = rest.find((subtag) => /^[A-Z]{2}$/.test(subtag)) ?? null;
  return /^[a-z]{2,3}$/.test(lang) ? { lang, region } : { lang: 'en', region: null };
}

/** The same with the way it runs. */
export const documentLanguage = (
  tag: string,
  dir: Direction = directionOfLocale(tag),
): TemplateLanguage & { dir: Direction } => ({ ...templateLanguage(tag), dir });
