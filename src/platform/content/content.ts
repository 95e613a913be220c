import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { z } from 'zod';
import { type Locale, type LocaleRow, locales, localeTags, sourceLocale } from './locales.js';

/** Nested objects whose leaves are ICU message strings. */
type Tree = { [key: string]: string | Tree };
const treeSchema: z.ZodType<Tree> = z.lazy(() =>
  z.record(z.string().regex(/^[A-Za-z0-9_-]+$/), z.union([z.string().min(1).max(2000), treeSchema])),
);

/**
 * Who wrote a language's texts and who read them. `needs_review`: drafted by a machine, not yet read by a native
 * speaker who knows the work.
 */
const metaSchema = z.strictObject({
  review: z.enum(['source', 'needs_review', 'reviewed']),
  origin: z.enum(['written', 'machine_drafted', 'translated']),
  updatedOn: z.iso.date(),
  reviewedBy: z.string().max(200).nullable(),
});
export type LocaleMeta = z.infer<typeof metaSchema>;

export type MessageParameters = Readonly<Record<string, string | number>>;

/** A text and the language it is in: another than wanted when the wanted one has no such text. */
export interface Phrase {
  text: string;
  lang: Locale;
  direction: 'ltr' | 'rtl';
  isFallback: boolean;
}

export interface Words {
  locale: Locale;
  row: LocaleRow;
  /** The text of a key such as `mails.frame.hello`. Throws for a key that no language has, or a missing parameter. */
  text(key: string, parameters?: MessageParameters): string;
  /** The same with its language, for `lang` on the element. */
  phrase(key: string, parameters?: MessageParameters): Phrase;
  /** Whether any language has the key. */
  has(key: string): boolean;
}

interface Language {
  meta: LocaleMeta;
  messages: ReadonlyMap<string, string>;
  parsed: Map<string, IntlMessageFormat>;
}

/** Each room brings its texts in a file of its own, by kind: `{ "errors": …, "pages": … }`. */
function load(folder: URL, locale: Locale): Language {
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), 'utf8'));
  const files = readdirSync(new URL(`${locale}/`, folder)).filter(
    (file) => file.endsWith('.json') && file !== 'meta.json',
  );
  const messages = new Map<string, string>();
  for (const [key, text] of files.flatMap((file) => leaves(treeSchema.parse(read(file))))) {
    if (messages.has(key)) throw new Error(`${locale}: two rooms bring the text ${key}`);
    messages.set(key, text);
  }
  return { meta: metaSchema.parse(read('meta.json')), messages, parsed: new Map() };
}

const leaves = (tree: Tree, prefix = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : leaves(value, `${prefix}${key}.`),
  );

/** The texts of one folder with a subfolder for each language. Throws at once when a file is not what it should be. */
export function loadContent(folder: URL) {
  const languages = Object.fromEntries(localeTags.map((tag) => [tag, load(folder, tag)])) as Record<Locale, Language>;

  /** Parsed once: parsing costs about thirty times the formatting. */
  function messageOf(locale: Locale, key: string): IntlMessageFormat | null {
    const { parsed, messages } = languages[locale];
    const known = parsed.get(key);
    if (known) return known;
    const source = messages.get(key);
    if (source === undefined) return null;
    const message = new IntlMessageFormat(source, locales[locale].formatTag, undefined, { ignoreTag: true });
    parsed.set(key, message);
    return message;
  }

  function phrase(locale: Locale, key: string, parameters: MessageParameters = {}): Phrase {
    const own = messageOf(locale, key);
    const lang = own ? locale : sourceLocale;
    const message = own ?? messageOf(sourceLocale, key);
    if (!message) throw new Error(`no text for "${key}"`);
    const { direction } = locales[lang];
    const values = Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' ? isolate(value, direction) : value,
    ]);
    return { text: String(message.format(Object.fromEntries(values))), lang, direction, isFallback: lang !== locale };
  }

  return {
    words: (locale: Locale): Words => ({
      locale,
      row: locales[locale],
      text: (key, parameters) => phrase(locale, key, parameters).text,
      phrase: (key, parameters) => phrase(locale, key, parameters),
      has: (key) => languages[locale].messages.has(key) || languages[sourceLocale].messages.has(key),
    }),
    localeMeta: (locale: Locale): LocaleMeta => languages[locale].meta,
    /** Every key of a language with its ICU source, for tests and for translators. */
    messagesOf: (locale: Locale): ReadonlyMap<string, string> => languages[locale].messages,
    messageOf,
  };
}

/** The product's own texts. */
export const { words, localeMeta, messagesOf, messageOf } = loadContent(new URL('../../content/', import.meta.url));

const ERRORS = 'errors.';

/** Every code that an error can have: what has a sentence. */
export const errorCodes: readonly string[] = [...messagesOf(sourceLocale).keys()]
  .filter((key) => key.startsWith(ERRORS))
  .map((key) => key.slice(ERRORS.length))
  .sort();

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const bidiControls = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

/**
 * Sets an inserted value (name, number, address) apart from the text around it, so that neither turns the other's order
 * (U+2068 … U+2069). Left as it is where nothing can turn: left-to-right text in a left-to-right language.
 */
export function isolate(value: string, direction: 'ltr' | 'rtl'): string {
  const bare = value.replace(bidiControls, '');
  return direction === 'rtl' || rightToLeft.test(bare) ? `\u2068${bare}\u2069` : bare;
}
