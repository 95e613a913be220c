import { describe, expect, it } from '@jest/globals';
import type { LetterContent } from '../../src/features/cover-letters/papers/letter-content.js';
import { checklistTemplate } from '../../src/features/debriefs/paper/checklist-document.js';
import { localeTags } from '../../src/platform/content/locales.js';
import { signsNotShown } from '../../src/platform/documents/coverage.js';
import { fonts } from '../../src/platform/documents/fonts.js';
import type { DocumentLanguage } from '../../src/platform/documents/languages.js';
import { readable } from '../../src/platform/documents/readable.js';
import { type Paper, paper, renderLetterPdf, renderPdf } from '../support/papers.js';
import { textOf } from '../support/pdf-text.js';

const base: LetterContent = {
  senderLines: ['María López', '+1 206 555 0100'],
  dateText: 'November 23, 2026',
  addresseeLines: ['Sunrise Bakery'],
  paragraphs: [],
  language: 'en',
  title: 'Letter',
};

const set = (paragraphs: readonly string[], language: DocumentLanguage = 'en') =>
  renderLetterPdf({ ...base, paragraphs, language });
/** As they stand on the page: otherwise Poppler takes a hyphen at a line's end for one of a divided word. */
const linesOf = (file: Uint8Array): string[] =>
  textOf(file, '-layout')
    .split('\n')
    .map((line) => line.trim());

const letters: [script: string, DocumentLanguage, text: string, words: readonly string[]][] = [
  ['Latin', 'es', 'Soy panadera desde el año 2009.', ['Soy', 'panadera', 'año', '2009.']],
  ['Vietnamese', 'vi', 'Tôi là thợ làm bánh. Tôi đã làm việc ở đây.', ['thợ', 'bánh.', 'việc', 'đây.']],
  ['Cyrillic', 'uk', 'Я пекар. Ґанок, їжак, єдність.', ['пекар.', 'Ґанок,', 'їжак,', 'єдність.']],
  ['Greek', 'el', 'Είμαι αρτοποιός και αγαπώ τη δουλειά μου.', ['Είμαι', 'αρτοποιός', 'δουλειά']],
  ['Arabic', 'ar', 'أنا خباز ماهر وأحب عملي كثيرا', ['خباز', 'ماهر', 'عملي']],
  ['Dari', 'fa-AF', 'من نانوا هستم و کارم را دوست دارم', ['نانوا', 'هستم', 'دارم']],
  ['Pashto', 'ps', 'زه ډوډۍ پخوم', ['ډوډۍ', 'پخوم']],
  ['Hebrew', 'he', 'אני אופה ואוהב את עבודתי', ['אופה', 'ואוהב', 'עבודתי']],
  ['Ethiopic', 'am', 'እኔ ዳቦ ጋጋሪ ነኝ። ስራዬን እወዳለሁ።', ['ጋጋሪ', 'ነኝ።', 'እወዳለሁ።']],
  ['simplified Chinese', 'zh-Hans', '我是一名面包师，我热爱我的工作。', ['我是一名面包师，我热爱我的工作。']],
  ['traditional Chinese', 'zh-Hant', '我是一名麵包師，我熱愛我的工作。', ['我是一名麵包師，我熱愛我的工作。']],
  ['Japanese', 'ja', '私はパン職人です。パンを焼くのが好き。', ['私はパン職人です。パンを焼くのが好き。']],
  ['Korean', 'ko', '저는 제빵사이며 제 일을 사랑합니다.', ['제빵사이며', '사랑합니다.']],
  ['Thai', 'th', 'ฉันเป็นคนทำขนมปังและรักงานของฉัน', ['ฉันเป็นคนทำขนมปังและรักงานของฉัน']],
  ['Khmer', 'km', 'ខ្ញុំជាអ្នកដុតនំប៉័ង ហើយខ្ញុំស្រឡាញ់ការងារ។', ['ខ្ញុំជាអ្នកដុតនំប៉័ង', 'ហើយខ្ញុំស្រឡាញ់ការងារ។']],
  ['Burmese', 'my', 'ကျွန်တော်သည် မုန့်ဖုတ်သမား ဖြစ်ပါသည်။', ['ကျွန်တော်သည်', 'မုန့်ဖုတ်သမား']],
  ['Devanagari', 'hi', 'मैं एक बेकर हूँ और मुझे काम पसंद है।', ['बेकर', 'हूँ', 'मुझे', 'पसंद']],
];

describe('a letter', () => {
  it.each(letters)(
    'in %s passes every check, and its words can be read out of the file',
    async (_, language, text, words) => {
      const { file, passedUa1, notShown } = await set([text], language);
      expect([passedUa1, notShown]).toEqual([true, []]);
      const read = textOf(file).split(/\s+/);
      for (const word of words) expect(read).toContain(word);
    },
  );

  it('shows bullets, arrows, ticks, stars and emoji, and Word’s own in their place', async () => {
    const { file, passedUa1 } = await set([
      '●○■□▪◦‣•►▶→←⇒➔➤✓✔✗★☆❖◆☐☑☒☎✉≥½①№€₫ \uf0b7\uf0a7\uf0d8\uf0fc\uf0e0 😀👩🏽‍🍳🇺🇸❤️1️⃣',
    ]);
    expect(passedUa1).toBe(true);
    expect(textOf(file)).toContain('•▪➢✔→');
  });

  it('keeps the gap of a tab, in picture and text', async () => {
    expect(textOf((await set(['Cashier\t2019'])).file, '-layout')).toMatch(/Cashier {2,}2019/);
  });

  it('breaks a long word or address anywhere, inside the margins and without a hyphen', async () => {
    const address = `https://www.example.org/${'people-and-places/'.repeat(12)}?trk=public-profile`;
    const lines = linesOf((await set([address, 'x'.repeat(400)], 'es')).file);
    expect(lines.join('')).toContain(address);
    expect(lines.join('')).toContain('x'.repeat(400));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(100);
  });

  it('in Spanish doubles no hyphen of an address or a number, where a line ends in it', async () => {
    const mail = 'maria-lopez@una-agencia.example.org';
    const text = `${mail} 206-555-0142 `.repeat(40).trim();
    const read = linesOf((await set([text], 'es')).file)
      .join('\n')
      .replace(/([-.])\n/g, '$1')
      .replace(/\n/g, ' ');
    expect(read).toContain(text.slice(0, 2000));
  });

  it('stands at the side where its language begins, and leaves a phone number as it is dialled', async () => {
    const layout = textOf((await set(['هاتفي 206-555-0142', 'I bake.'], 'ar')).file, '-layout').split('\n');
    expect(layout.find((line) => line.includes('206-555-0142'))).toMatch(/^ {15,}/);
    expect(layout.find((line) => line.includes('+1 206'))).toMatch(/^ {0,4}\+1/);
    expect(layout.find((line) => line.includes('I bake.'))).toMatch(/^ {0,4}I/);
  });

  it('says its language, and that of a paragraph in another script', async () => {
    const raw = Buffer.from((await set(['Tôi đã làm việc.', 'أنا خباز'], 'en')).file).toString('latin1');
    expect([...raw.matchAll(/\/Lang \(([a-zA-Z-]+)\)/g)].map(([, tag]) => tag)).toEqual(
      expect.arrayContaining(['en', 'vi', 'ar']),
    );
  });

  it('of 20,000 letters without a space in a paragraph is set too, in every script: no text crashes the compiler', async () => {
    for (const letter of ['x', 'أ', 'ก', '字', 'ब', '😀', '-'])
      expect((await set([letter.repeat(20_000 / letter.length)])).file.length).toBeGreaterThan(10_000);
  });
});

describe('the fonts', () => {
  it('lack what they lack by name: each sign once, in order, with its place', () => {
    expect(signsNotShown('I am 𐌰 baker, ଓ and 𐌰')).toEqual([
      { sign: '𐌰', offset: 5 },
      { sign: 'ଓ', offset: 15 },
    ]);
    expect(signsNotShown('a\t\u200b\u00ad\u2060\u2028\ufeff\uf0b7 ❤️')).toEqual([]);
    expect(signsNotShown('\uf0f9')).toHaveLength(1);
  });

  it('have what each stand-in of Word’s signs is', () => {
    const standIns = Array.from({ length: 256 }, (_, index) => readable(String.fromCodePoint(0xf000 + index)));
    expect(signsNotShown(standIns.filter((sign) => !/[\uf000-\uf0ff]/.test(sign)).join(''))).toEqual([]);
  });

  it('know the same of themselves as the compiler does of them', async () => {
    // One letter of each font alone: a family that is misspelt would be refused here.
    const some = ['A', 'ڊ', 'ﷺ', 'א', 'ሀ', 'क', 'ก', 'ក', 'က', '❖', '⚿', '𝐀', '😀', '字', '가'];
    expect(some).toHaveLength(fonts.length);
    for (const letter of some) expect([letter, (await set([letter])).passedUa1]).toEqual([letter, true]);
  });
});

describe('a question on paper', () => {
  const pagesOf = async (given: Partial<Paper> = {}) =>
    textOf((await renderPdf(checklistTemplate, paper(given))).file, '-layout').split('\f');

  it.each(localeTags)('stays on one page with its lines, in %s', async (locale) => {
    const pages = await pagesOf({ locale });
    const pageWith = (text: string): number => pages.findLastIndex((page) => page.replace(/\s+/g, ' ').includes(text));
    const questions = paper({ locale }).sections.flatMap(({ items }) => items);
    const placed = questions.flatMap(({ title, parts }) => {
      const last = parts.at(-1);
      return last?.kind === 'lines' ? [[title, pageWith(title), pageWith(last.label)]] : [];
    });
    expect(placed.length).toBeGreaterThan(3);
    expect(placed.filter(([, of, lines]) => of === -1 || of !== lines)).toEqual([]);
  });

  it('with a long answer goes over pages, and none of it is lost', async () => {
    const text = Array.from({ length: 700 }, (_, index) => `word${index}`).join(' ');
    const read = (await pagesOf({ answers: { learned: { text } } })).join(' ').split(/\s+/);
    expect(read.filter((word) => /^word\d+$/.test(word))).toEqual(text.split(' '));
  });

  it('shows tab, bullets, a long address and an Arabic name', async () => {
    const address = `https://www.example.org/${'people-and-places/'.repeat(10)}`;
    const text = `Cashier\t2019\n\uf0b7 one\n➤ two\n${address}`;
    const read = await pagesOf({ answers: { learned: { text }, next_one: { job: address } }, job: 'محمد الخباز' });
    const all = read.join('\n');
    expect(all).toMatch(/Cashier\s+2019/);
    for (const shown of ['• one', '➤ two', 'محمد']) expect(all).toContain(shown);
    expect(all.replace(/\s+/g, '').split(address)).toHaveLength(3);
  });

  it('has a line for a name, which nobody has to give', async () => {
    expect((await pagesOf())[0]).toContain('Name (if you like):');
    expect((await pagesOf({ locale: 'es' }))[0]).toContain('Nombre (si quieres):');
  });
});
