import { describe, expect, it } from '@jest/globals';
import { localeMeta, messageOf, messagesOf } from '../../src/platform/content/content.js';
import { locales, localeTags, sourceLocale } from '../../src/platform/content/locales.js';
import { readingGrade, sentencesOf, syllablesOf, wordCount } from '../support/reading-grade.js';

/** The parts of an ICU message that matter here; the numbers are the parser's node types. */
interface Node {
  type: number;
  value?: string;
  options?: Record<string, { value: Node[] }>;
}
const [argument, plural] = [1, 6];
const nodesOf = (nodes: Node[]): Node[] =>
  nodes.flatMap((node) => [node, ...Object.values(node.options ?? {}).flatMap((option) => nodesOf(option.value))]);
const parsed = (locale: (typeof localeTags)[number], key: string): Node[] =>
  nodesOf((messageOf(locale, key)?.getAst() ?? []) as Node[]);
const placeholders = (locale: (typeof localeTags)[number], key: string): string[] =>
  [
    ...new Set(
      parsed(locale, key).flatMap((node) => (node.type >= argument && node.type <= plural ? [node.value ?? ''] : [])),
    ),
  ].sort();

const source = messagesOf(sourceLocale);
const keys = [...source.keys()].sort();
const texts = localeTags.flatMap((locale) => [...messagesOf(locale)].map(([key, text]) => ({ locale, key, text })));
const isForClients = (key: string): boolean =>
  /^(debriefs|pages|mails|errors\.debrief|errors\.client-link)\./.test(key);
/** Placeholders stand for a short word when a text is read aloud or counted. */
const read = (text: string): string => text.replace(/\{\w+\}/g, 'Ana');
const withEnd = (text: string): string => (/[.!?:]$/.test(text) ? text : `${text}.`);

describe('the reading grade', () => {
  it('counts syllables', () => {
    expect(['you', 'people', 'interview', 'banana', 'liked', 'page', 'table', 'question'].map(syllablesOf)).toEqual([
      1, 2, 3, 3, 1, 1, 2, 2,
    ]);
  });

  it('calls a child’s text easy and an office’s text hard', () => {
    const easy =
      'You met new people. You can write to them. They may help you later. That is good for you. Now take a small step.';
    const hard =
      'Participants determined ineligible subsequent to verification procedures may request administrative reconsideration of the determination within the applicable statutory limitation period.';
    expect(readingGrade(easy)).toBeLessThan(3);
    expect(readingGrade(hard)).toBeGreaterThan(15);
  });
});

describe('the content', () => {
  it('is there: several hundred texts in at least two languages', () => {
    expect(localeTags.length).toBeGreaterThanOrEqual(2);
    expect(keys.length).toBeGreaterThan(300);
  });

  it.each(localeTags)('%s has the same keys as the source', (locale) => {
    expect([...messagesOf(locale).keys()].sort()).toEqual(keys);
  });

  it.each(localeTags)('%s has the same placeholders as the source', (locale) => {
    const other = keys.filter((key) => placeholders(locale, key).join() !== placeholders(sourceLocale, key).join());
    expect(other).toEqual([]);
  });

  it.each(localeTags)('%s gives every plural form of the language', (locale) => {
    const forms = new Intl.PluralRules(locales[locale].formatTag).resolvedOptions().pluralCategories;
    const incomplete = keys.filter((key) =>
      parsed(locale, key).some((node) => node.type === plural && !forms.every((form) => node.options?.[form])),
    );
    expect(incomplete).toEqual([]);
  });

  it('holds no HTML, no control characters, no marks that turn the text, no stray spaces', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to find
    const bad = /[<>]|&\w+;|[\u0000-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|^\s|\s$|\s{2}/;
    expect(texts.filter(({ text }) => bad.test(text))).toEqual([]);
  });

  it('is no copy of the source where it must be another language', () => {
    const same = texts.filter(
      ({ locale, key, text }) => locale !== sourceLocale && wordCount(text) >= 3 && text === source.get(key),
    );
    expect(same).toEqual([]);
  });

  it('says of each language who wrote it and whether a native reader has read it', () => {
    expect(localeMeta('en').review).toBe('source');
    for (const locale of localeTags.filter((tag) => tag !== sourceLocale)) {
      const { review, reviewedBy } = localeMeta(locale);
      expect(['needs_review', 'reviewed']).toContain(review);
      expect(review === 'reviewed').toBe(reviewedBy !== null);
    }
  });
});

describe('the words for clients', () => {
  const client = texts.filter(({ key }) => isForClients(key));

  it('keep to 15 words a sentence in English, and to 20 in every other language', () => {
    const long = client.flatMap(({ locale, key, text }) =>
      sentencesOf(read(text))
        .filter((sentence) => wordCount(sentence) > (locale === 'en' ? 15 : 20))
        .map((sentence) => `${locale} ${key}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  it('read at grade 6 or easier, in every unit of 30 words or more', () => {
    const units = Map.groupBy(
      client.filter(({ locale, key }) => locale === 'en' && !key.startsWith('debriefs.options')),
      ({ key }) => key.split('.').slice(0, 2).join('.'),
    );
    const graded = [...units].flatMap(([unit, parts]) => {
      const text = parts.map((part) => withEnd(read(part.text))).join('\n');
      return wordCount(text) < 30 ? [] : [{ unit, grade: Number(readingGrade(text).toFixed(1)) }];
    });
    expect(graded.length).toBeGreaterThan(8);
    expect(graded.filter(({ grade }) => grade > 6)).toEqual([]);
  });

  it('blame nobody', () => {
    const blame =
      /\b(fail(ed|ure)?|your fault|mistakes? you|wrong with you|should have|you must|rejected|rejection|loser|weakness(es)? of yours|fracas\w*|tu culpa|deberías haber|debiste|rechaz\w*)\b/i;
    expect(client.filter(({ text }) => blame.test(text))).toEqual([]);
  });

  it('tell nothing in the subject of a mail or in a page title', () => {
    const revealing =
      /\b(reject|job|work|employ|interview|appl(y|ied|ication)|debrief|checklist|barrier|record|disab|health|parole|refugee|immigra|visa|benefit|unemploy|program|case|rechaz|trabajo|emple|entrevista|solicitud|barrera|antecedente|discapac|salud|refugiad|inmigra|migra|beneficio|desemple|programa|caso)/i;
    const seen = texts.filter(({ key }) =>
      /^mails\.(debrief)\.(subject|preview)$|^pages\.\w+\.(title|\w+\.title)$/.test(key),
    );
    expect(seen.length).toBeGreaterThanOrEqual(2 * localeTags.length);
    expect(seen.filter(({ text }) => revealing.test(text))).toEqual([]);
    expect(revealing.test('About your job application')).toBe(true);
    expect(revealing.test('Sobre tu solicitud')).toBe(true);
  });
});
