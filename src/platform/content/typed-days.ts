import { type Locale, locales, localeTags } from './locales.js';

/** Which of two numbers stands first where a language writes days in numbers. */
const isMonthFirst = (locale: Locale): boolean => {
  const parts = new Intl.DateTimeFormat(locales[locale].formatTag, { calendar: 'gregory' }).formatToParts(0);
  return parts.findIndex(({ type }) => type === 'month') < parts.findIndex(({ type }) => type === 'day');
};
const monthFirst = Object.fromEntries(localeTags.map((tag) => [tag, isMonthFirst(tag)])) as Record<Locale, boolean>;

/** Without accents, points and capitals. */
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();

/** The names of the months in all our languages: who reads Spanish may still write "May". */
const monthNames = localeTags.flatMap((tag) => {
  const format = new Intl.DateTimeFormat(locales[tag].formatTag, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => ({
    month: month + 1,
    name: bare(format.format(Date.UTC(2026, month))),
  }));
});

/** From three letters on, when they mean one month alone. */
function monthOf(word: string): number | null {
  if (word.length < 3) return null;
  const months = new Set(monthNames.filter(({ name }) => name.startsWith(word)).map(({ month }) => month));
  return months.size === 1 ? ([...months][0] ?? null) : null;
}

const pad = (number: number): string => String(number).padStart(2, '0');

/** `YYYY-MM-DD`, or null for a day that no calendar has. */
function dayOf(year: number, month: number, day: number): string | null {
  const text = `${year}-${pad(month)}-${pad(day)}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}

/** Two digits are of this century. */
const yearOf = (digits: string): number => (digits.length === 2 ? 2000 + Number(digits) : Number(digits));

/**
 * A day as people write it, as `YYYY-MM-DD`: `5/12/2026`, `12.5.26`, "May 12, 2026", "12 de mayo de 2026", `2026-05-12`.
 * Which number is the month is the language's to say where both could be. Null when it is no day.
 */
export function dayFromTyped(locale: Locale, typed: string): string | null {
  const text = bare(typed.trim().replace(/\.(?=\d)/g, '/'));
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2}) ?[-/ ] ?(\d{1,2}) ?[-/ ] ?(\d{4}|\d{2})$/.exec(text);
  if (numbers) {
    const [one, two, year] = [Number(numbers[1]), Number(numbers[2]), yearOf(numbers[3] ?? '')];
    const [first, second] = monthFirst[locale]
      ? [dayOf(year, one, two), dayOf(year, two, one)]
      : [dayOf(year, two, one), dayOf(year, one, two)];
    return first ?? second;
  }
  return inWords(text);
}

/** A month by its name, and beside it a day and a year, in any order that people use; names of weekdays say nothing more. */
function inWords(text: string): string | null {
  const parts = text.split(/[\s,/-]+/).filter((part) => part !== '');
  const months = parts.map(monthOf).filter((month) => month !== null);
  const numbers = parts.flatMap((part) => /^(\d{1,4})(?:st|nd|rd|th|º|o)?$/.exec(part)?.[1] ?? []);
  const [day, year] = (numbers[0]?.length ?? 0) === 4 ? [numbers[1], numbers[0]] : numbers;
  if (months.length !== 1 || numbers.length !== 2 || !day || !year || ![2, 4].includes(year.length)) return null;
  return parts.length > 7 ? null : dayOf(yearOf(year), months[0] ?? 0, Number(day));
}
