import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { isolate, loadContent, words } from '../../../src/platform/content/content.js';
import {
  dayInWords,
  localeFor,
  localeFromHeader,
  locales,
  momentInWords,
} from '../../../src/platform/content/locales.js';

describe('words', () => {
  it('gives the text of a key with its values', () => {
    expect(words('en').text('mails.debrief.subject', { coach: 'Ana' })).toBe('You have a message from Ana');
    expect(words('es').text('mails.debrief.subject', { coach: 'Ana' })).toBe('Tienes un mensaje de Ana');
  });

  it('shows what a person typed as text: no tags, no braces, no quotes are read', () => {
    const typed = `<b>O'Neil {x}</b> "#panic" '{'`;
    expect(words('en').text('pages.checklist.about', { job: typed })).toBe(`This is about: ${typed}`);
  });

  it('says which language a phrase is in', () => {
    expect(words('es').phrase('pages.link.open')).toEqual({
      text: 'Abrir mi página',
      lang: 'es',
      direction: 'ltr',
      isFallback: false,
    });
  });

  it('knows which keys there are', () => {
    expect(words('es').has('errors.http.not-found')).toBe(true);
    expect(words('es').has('errors.http.no-such-code')).toBe(false);
    expect(words('es').has('constructor')).toBe(false);
  });

  it('is loud about a key that no language has, and about a missing value', () => {
    expect(() => words('en').text('mails.nothing')).toThrow('no text for "mails.nothing"');
    expect(() => words('en').text('mails.debrief.subject')).toThrow(/coach/);
  });
});

describe('a folder of texts', () => {
  const meta = { review: 'source', origin: 'written', updatedOn: '2026-11-23', reviewedBy: null };
  const inFolder = (english: object, spanish: object, use: (folder: URL) => void): void => {
    const folder = mkdtempSync(join(tmpdir(), 'content-'));
    for (const [tag, texts] of [
      ['en', english],
      ['es', spanish],
    ] as const) {
      mkdirSync(join(folder, tag));
      writeFileSync(join(folder, tag, 'meta.json'), JSON.stringify(meta));
      for (const [room, tree] of Object.entries(texts))
        writeFileSync(join(folder, tag, `${room}.json`), JSON.stringify(tree));
    }
    try {
      use(pathToFileURL(`${folder}/`));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  it('falls back to English for a missing text, and says so', () => {
    const english = { title: 'Hello', days: '{n, plural, one {# day} other {# days}}' };
    inFolder({ one: { pages: english } }, { one: { pages: { title: 'Hola' } } }, (folder) => {
      const content = loadContent(folder);
      expect(content.words('es').phrase('pages.title')).toMatchObject({ text: 'Hola', lang: 'es', isFallback: false });
      expect(content.words('es').phrase('pages.days', { n: 1 })).toEqual({
        text: '1 day',
        lang: 'en',
        direction: 'ltr',
        isFallback: true,
      });
    });
  });

  it('is put together from the files of all rooms, and refused when two bring the same text', () => {
    const one = { errors: { parcel: { lost: 'It is lost.' } } };
    inFolder({ one, two: { errors: { parcel: { late: 'It is late.' } } } }, {}, (folder) => {
      const { text } = loadContent(folder).words('en');
      expect([text('errors.parcel.lost'), text('errors.parcel.late')]).toEqual(['It is lost.', 'It is late.']);
    });
    inFolder({ one, two: one }, {}, (folder) => {
      expect(() => loadContent(folder)).toThrow('two rooms bring the text errors.parcel.lost');
    });
  });

  it('is refused when a text is empty, no text, or under a name that no key may have', () => {
    for (const bad of [{ title: '' }, { title: 7 }, { title: ['a'] }, { 'a.b': 'x' }]) {
      inFolder({ one: bad }, {}, (folder) => expect(() => loadContent(folder)).toThrow());
    }
  });
});

describe('isolate', () => {
  it('leaves left-to-right values in left-to-right text alone', () => {
    expect(isolate('Ana López', 'ltr')).toBe('Ana López');
  });

  it('sets a value apart where directions meet', () => {
    expect(isolate('مريم', 'ltr')).toBe('\u2068مريم\u2069');
    expect(isolate('+1 206 555 0100', 'rtl')).toBe('\u2068+1 206 555 0100\u2069');
  });

  it('takes out marks that would turn the rest of the line', () => {
    expect(isolate('Ana\u202eexe.txt', 'ltr')).toBe('Anaexe.txt');
    expect(isolate('\u2069Ana', 'rtl')).toBe('\u2068Ana\u2069');
  });
});

describe('the table of languages', () => {
  it('finds the language we have for a wanted tag', () => {
    expect(localeFor('es-MX')).toBe('es');
    expect(localeFor('ES')).toBe('es');
    expect(localeFor('en-Latn-US-x-old')).toBe('en');
  });

  it('takes nothing that is not in the table', () => {
    for (const tag of ['', null, undefined, 'fr', 'e', '-', 'toString', '__proto__', 'es_MX'])
      expect(localeFor(tag)).toBeNull();
  });

  it('reads the wishes of a browser by weight', () => {
    expect(localeFromHeader('fr;q=0.9, en;q=0.5, es-419;q=0.8')).toBe('es');
    expect(localeFromHeader('en;q=0, es;q=0.1')).toBe('es');
    expect(localeFromHeader('fr')).toBe('en');
    expect(localeFromHeader(undefined)).toBe('en');
    expect(localeFromHeader(';;;,q=,,')).toBe('en');
  });

  it('writes days and moments in words, in the language and on the right wall clock', () => {
    expect(dayInWords('en', '2026-11-23')).toBe('Monday, November 23');
    expect(dayInWords('es', '2026-11-23')).toBe('lunes 23 de noviembre');
    expect(dayInWords('en', '2026-11-23', { withYear: true })).toBe('Monday, November 23, 2026');
    expect(momentInWords('en', new Date('2026-11-24T01:30:00Z'), 'America/Los_Angeles')).toMatch(
      /November 23 at 5:30\sPM/,
    );
  });

  it('gives every language a tag that Intl knows', () => {
    for (const row of Object.values(locales))
      expect(Intl.DateTimeFormat.supportedLocalesOf([row.formatTag])).toHaveLength(1);
  });
});
