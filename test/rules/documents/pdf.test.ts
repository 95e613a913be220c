import { describe, expect, it } from '@jest/globals';
import type { LetterContent } from '../../../src/features/cover-letters/papers/letter-content.js';
import { letterTemplate } from '../../../src/features/cover-letters/papers/letter-document.js';
import { issuedVariants } from '../../../src/features/debriefs/debriefs.rules.js';
import { factsOf } from '../../../src/features/debriefs/issuing/facts.rules.js';
import { checklistTemplate } from '../../../src/features/debriefs/paper/checklist-document.js';
import { words } from '../../../src/platform/content/content.js';
import { localeTags } from '../../../src/platform/content/locales.js';
import { documentLanguage } from '../../../src/platform/documents/languages.js';
import { effort } from '../../support/effort.js';
import { type Paper, paper, renderLetterPdf, renderPdf } from '../../support/papers.js';
import { record } from '../debriefs/records.js';

/** Typst writes structure and properties uncompressed, so they can be read without a PDF library. */
const read = (file: Buffer) => {
  const raw = file.toString('latin1');
  const titles = [
    ...raw.matchAll(/\/S \/(H\d)\s(?:(?!endobj)[\s\S])*?\/T (?:<FEFF([0-9A-F]+)>|\(((?:\\.|[^\\)])*)\))/g),
  ];
  return {
    pages: Number(/<xmpTPg:NPages>(\d+)</.exec(raw)?.[1]),
    title: /<dc:title>.*?<rdf:li[^>]*>(.*?)<\/rdf:li>/.exec(file.toString('utf8'))?.[1],
    language: /<dc:language>.*?<rdf:li>(.*?)<\/rdf:li>/.exec(raw)?.[1],
    isTagged: raw.includes('/StructTreeRoot') && /\/Marked true/.test(raw),
    saysUa1: raw.includes('<pdfuaid:part>1</pdfuaid:part>'),
    count: (tag: string) => raw.split(new RegExp(`/S /${tag}\\s`)).length - 1,
    headings: titles.map(([, level, wide, plain = '']) => [
      level,
      wide ? Buffer.from(wide, 'hex').swap16().toString('utf16le') : plain.replace(/\\(.)/g, '$1'),
    ]),
  };
};

describe('the checklist on paper', () => {
  it.each(localeTags.flatMap((locale) => issuedVariants.map((variant) => [locale, variant] as const)))(
    'is a tagged PDF in %s, variant %s, with a title that tells nothing',
    async (locale, variant) => {
      const { file, passedUa1 } = await renderPdf(checklistTemplate, paper({ locale, variant }));
      const pdf = read(file);
      expect(file.subarray(0, 5).toString()).toBe('%PDF-');
      expect(passedUa1).toBe(true);
      expect(pdf).toMatchObject({ isTagged: true, saysUa1: true, language: locale });
      expect(pdf.title).toBe(words(locale).text('pages.print.title'));
      expect(pdf.pages).toBeLessThanOrEqual(4);
      expect(pdf.count('H1')).toBe(1);
      expect(pdf.count('LI')).toBeGreaterThan(3);
      expect(pdf.count('TH')).toBeGreaterThan(1);
    },
  );

  it('says what it asks, in the language asked for', async () => {
    const english = read((await renderPdf(checklistTemplate, paper())).file).headings;
    const spanish = read((await renderPdf(checklistTemplate, paper({ locale: 'es' }))).file).headings;
    expect(english).toContainEqual(['H1', 'After your interview']);
    expect(english).toContainEqual(['H3', 'What did you learn?']);
    expect(spanish).toContainEqual(['H2', '¿Cómo estás?']);
    expect(spanish).toContainEqual(['H3', '¿Qué aprendiste?']);
  });

  it('holds to the truth rule', async () => {
    const screened = factsOf(record());
    const { headings } = read((await renderPdf(checklistTemplate, paper({ variant: 'R0', facts: screened }))).file);
    expect(JSON.stringify(headings)).not.toMatch(/interview/i);
    expect(JSON.stringify(paper({ variant: 'R0', facts: screened }))).not.toMatch(/interview/i);
  });

  it('keeps private answers out of a coach’s print, and in the client’s own', () => {
    const answers = { learned: { text: 'a secret', isPrivate: true }, liked: { text: 'my calm' } };
    expect(JSON.stringify(paper({ answers, reader: 'client' }))).toContain('a secret');
    const coach = JSON.stringify(paper({ answers, reader: 'coach' }));
    expect(coach).not.toContain('a secret');
    expect(coach).toContain('my calm');
  });

  it('prints lines to write on where nothing is written, and the words where something is', () => {
    const learned = (answers: Paper['answers']) =>
      paper({ answers })
        .sections.flatMap(({ items }) => items)
        .find(({ title }) => title === 'What did you learn?')?.parts;
    expect(learned({})).toEqual([{ kind: 'lines', label: 'I learned', count: 3, text: null, dir: 'ltr' }]);
    expect(learned({ learned: { text: 'Ask first.' } })).toEqual([
      { kind: 'lines', label: 'I learned', count: 3, text: 'Ask first.', dir: 'ltr' },
    ]);
    expect(learned({ learned: { declined: true } })).toEqual([
      { kind: 'ticks', label: null, options: [{ text: 'I would rather not say', isTicked: true }] },
    ]);
  });
});

describe('what people write', () => {
  const typed = (text: string) =>
    renderPdf(checklistTemplate, paper({ answers: { learned: { text }, next_one: { job: text } }, job: text }));

  it.each([
    '#panic("x")',
    '*bold* _it_ $x$ `raw` @ref <label>',
    '"quotes" \\ \\u{41} // /* */',
    '= Heading\n- list\n+ list',
    '#read("/etc/passwd")',
  ])('is shown as text: %s', async (text) => {
    const { file, passedUa1 } = await typed(text);
    expect(passedUa1).toBe(true);
    // A heading made by a person's text would show up in the structure.
    expect(read(file).count('H1')).toBe(1);
  });

  it.each([
    ['emoji', '👩🏽‍🍳 I did it 🎉 🇺🇸 ❤️'],
    ['Arabic', 'مرحبا بك في Sunrise 206-555-0100'],
    ['control characters', 'a\u0000b\ud800\u001bc'],
  ])('passes every check with %s in it', async (_, text) => expect((await typed(text)).passedUa1).toBe(true));

  it('comes out whole and tagged, and says which signs, in a script that has no font here; emoji stay', async () => {
    const { file, passedUa1, notShown } = await typed('𐌰𐌱 ଓ 🎉 👩🏽‍🍳');
    expect([passedUa1, notShown]).toEqual([false, ['𐌰', '𐌱', 'ଓ']]);
    expect(read(file)).toMatchObject({ isTagged: true, saysUa1: false });
  });

  it('may be long', async () => {
    const { file } = await typed('word '.repeat(100));
    expect(read(file).pages).toBeGreaterThan(1);
  });
});

const letter: LetterContent = {
  senderLines: ['María López', '12 Oak Street, Dayton', '+1 206 555 0100'],
  dateText: 'November 23, 2026',
  addresseeLines: ['Hiring Manager', 'Sunrise Bakery'],
  paragraphs: ['Dear Hiring Manager,', 'I bake *bread* since #2009.', 'Kind regards,\nMaría López'],
  language: 'en',
  title: 'Letter',
};

describe('a cover letter', () => {
  it('is one tagged page of plain paragraphs: no headings, tables, lists or pictures for an applicant system to trip over', async () => {
    const { file, passedUa1 } = await renderLetterPdf(letter);
    const pdf = read(file);
    expect(passedUa1).toBe(true);
    expect(pdf).toMatchObject({ pages: 1, title: 'Letter', language: 'en', isTagged: true });
    expect(['H1', 'Table', 'L', 'Figure'].map(pdf.count)).toEqual([0, 0, 0, 0]);
    expect(pdf.count('P')).toBeGreaterThanOrEqual(8);
  });

  it('takes Arabic with an English address and a phone number', async () => {
    const { file, passedUa1 } = await renderLetterPdf({
      ...letter,
      language: 'ar',
      paragraphs: ['أكتب إليكم بخصوص وظيفة Baker.'],
    });
    expect(passedUa1).toBe(true);
    expect(read(file).language).toBe('ar');
  });
});

describe('the renderer', () => {
  it('gives the same bytes for the same document', async () => {
    const [one, two] = await Promise.all([
      renderPdf(checklistTemplate, paper()),
      renderPdf(checklistTemplate, paper()),
    ]);
    expect(one.file.equals(two.file)).toBe(true);
  });

  it('refuses data that is not in shape, and goes on with the next', async () => {
    await expect(
      renderPdf(checklistTemplate, { ...paper(), language: { lang: 'english', region: null, dir: 'ltr' } }),
    ).rejects.toThrow();
    await expect(renderPdf(letterTemplate, paper() as never)).rejects.toThrow();
    expect((await renderPdf(checklistTemplate, paper())).passedUa1).toBe(true);
  });

  it('reads a language tag as the templates take it', () => {
    expect(documentLanguage('fa-AF', 'rtl')).toEqual({ lang: 'fa', region: 'AF', dir: 'rtl' });
    expect(documentLanguage('zh-Hans', 'ltr')).toEqual({ lang: 'zh', region: null, dir: 'ltr' });
    expect(documentLanguage('', 'ltr')).toEqual({ lang: 'en', region: null, dir: 'ltr' });
  });

  const inTheLongTests = effort.documents > 0 ? it : it.skip;
  inTheLongTests('does not grow without end: over many batches memory finds a level', async () => {
    const highs: number[] = [];
    for (let batch = 0; batch < 8; batch += 1) {
      for (let index = 0; index < effort.documents; index += 1)
        await renderPdf(checklistTemplate, paper({ job: `job ${batch} ${index}` }));
      highs.push(process.memoryUsage.rss() / 2 ** 20);
    }
    // Without eviction each batch adds as much as the one before, more than 0.6 MB a document. What the collector and
    // the allocator hold goes up and down, and finds its level.
    const late = (highs[7] ?? 0) - (highs[4] ?? 0);
    expect([highs, late < (0.6 * effort.documents * 3) / 2]).toEqual([highs, true]);
  });
});
