import Negotiator from 'negotiator';

/**
 * The one table of languages. A language is added as a row here and a folder in `src/content`; else only what is known of
 * letters and fonts of one language names it. Direction, calendar and digits are written down because they cannot be asked of `Intl` for all
 * (`ht` is unknown to it, `fa-AF` would give the Persian calendar, where dates in the United States matter).
 */
export interface LocaleRow {
  /** BCP 47, as stored and as written in `lang`. */
  tag: string;
  /** The language's name in itself, for the switch. */
  ownName: string;
  direction: 'ltr' | 'rtl';
  /** The tag handed to `Intl`; another one where `Intl` does not know the language. */
  formatTag: string;
  calendar: 'gregory';
  numbering: 'latn';
  /** What stands between weekday and day where the language's speakers write it otherwise than `Intl`. */
  afterWeekday?: string;
}

export const locales = {
  en: { tag: 'en', ownName: 'English', direction: 'ltr', formatTag: 'en-US', calendar: 'gregory', numbering: 'latn' },
  es: {
    tag: 'es',
    ownName: 'Español',
    direction: 'ltr',
    formatTag: 'es-US',
    calendar: 'gregory',
    numbering: 'latn',
    afterWeekday: ' ',
  },
} as const satisfies Record<string, LocaleRow>;

export type Locale = keyof typeof locales;
/** The language that every text is written in first, and that stands in where a translation is missing. */
export const sourceLocale: Locale = 'en';
export const localeTags = Object.keys(locales) as Locale[];

export const isLocale = (tag: string): tag is Locale => Object.hasOwn(locales, tag);

/** The locale we have for a wanted language tag (`es-MX` → `es`), or null. Raw tags never reach `Intl`. */
export function localeFor(tag: string | null | undefined): Locale | null {
  for (let wanted = (tag ?? '').trim(); wanted !== ''; wanted = wanted.slice(0, Math.max(0, wanted.lastIndexOf('-')))) {
    const match = localeTags.find((known) => known.toLowerCase() === wanted.toLowerCase());
    if (match) return match;
  }
  return null;
}

/** The best locale for an `Accept-Language` header, by the weights in it; the source language when none fits. */
export function localeFromHeader(header: string | undefined): Locale {
  if (header === undefined) return sourceLocale;
  const wishes = new Negotiator({ headers: { 'accept-language': header.slice(0, 500) } }).languages();
  return wishes.map(localeFor).find((locale) => locale !== null) ?? sourceLocale;
}

const formatOptions = (row: LocaleRow) => ({ calendar: row.calendar, numberingSystem: row.numbering, timeZone: 'UTC' });

function inWords(locale: Locale, instant: Date, options: Intl.DateTimeFormatOptions): string {
  const row: LocaleRow = locales[locale];
  const parts = new Intl.DateTimeFormat(row.formatTag, {
    ...formatOptions(row),
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...options,
  }).formatToParts(instant);
  return parts
    .map(({ value }, index) => (parts[index - 1]?.type === 'weekday' ? (row.afterWeekday ?? value) : value))
    .join('');
}

/** A day `YYYY-MM-DD` in words: "Monday, November 23", "lunes 23 de noviembre"; with the year when asked. */
export const dayInWords = (locale: Locale, day: string, { withYear = false }: { withYear?: boolean } = {}): string =>
  inWords(locale, new Date(`${day}T00:00:00Z`), withYear ? { year: 'numeric' } : {});

/** An instant on the wall clock of a time zone: "Monday, November 23 at 5:00 PM". */
export const momentInWords = (locale: Locale, instant: Date, timeZone: string): string =>
  inWords(locale, instant, { timeZone, hour: 'numeric', minute: '2-digit' });
