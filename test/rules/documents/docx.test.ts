import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { LetterContent } from '../../../src/features/cover-letters/papers/letter-content.js';
import { letterDocx } from '../../../src/features/cover-letters/papers/letter-docx.js';
import { directionOf } from '../../../src/platform/documents/direction.js';
import { renderDocx } from '../../../src/platform/documents/docx.js';

const content: LetterContent = {
  senderLines: ['Maria Ortiz', '12 Oak Street, Dayton', '206-555-0142'],
  dateText: 'July 3, 2026',
  addresseeLines: ['Ms. Lee', 'Acme Foods'],
  paragraphs: ['Dear Ms. Lee,', 'I bake bread.\nI also clean.', 'Thank you,\nMaria Ortiz'],
  language: 'en',
  title: 'Letter',
};

/** The files in a ZIP, read from its central directory (PKWARE APPNOTE 4.3.12). */
function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  let at = zip.readUInt32LE(zip.lastIndexOf('PK\x05\x06') + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const method = zip.readUInt16LE(at + 10);
    const size = zip.readUInt32LE(at + 20);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const data = zip.subarray(start, start + size);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, (method === 0 ? data : inflateRawSync(data)).toString('utf8'));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}
const filesOf = async (over: Partial<LetterContent> = {}) =>
  unzip(await renderDocx(letterDocx({ ...content, ...over })));
const documentOf = async (over: Partial<LetterContent> = {}) => (await filesOf(over)).get('word/document.xml') ?? '';
const paragraphsIn = (xml: string): string[] => xml.match(/<w:p>.*?<\/w:p>/gs) ?? [];
const textIn = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('');

describe('a letter as DOCX', () => {
  it('holds every line in order, as plain paragraphs', async () => {
    expect(paragraphsIn(await documentOf()).map(textIn)).toEqual([
      'Maria Ortiz',
      '12 Oak Street, Dayton',
      '206-555-0142',
      'July 3, 2026',
      'Ms. Lee',
      'Acme Foods',
      'Dear Ms. Lee,',
      'I bake bread.I also clean.',
      'Thank you,Maria Ortiz',
    ]);
  });

  it('keeps a line break inside a paragraph', async () => {
    const [, , , , , , , body] = paragraphsIn(await documentOf());
    expect(body).toMatch(/bread\..*<w:br\/>.*I also clean/s);
  });

  it('keeps a tab as a tab, a pasted line end as a line, and shows Word’s own bullets', async () => {
    const xml = await documentOf({ paragraphs: ['Cashier\t2019\u2028\uf0b7 Baker'] });
    expect(xml).toMatch(/Cashier<\/w:t><w:tab\/><w:t[^>]*>2019/);
    expect(xml).toMatch(/2019.*<w:br\/>.*• Baker/s);
  });

  it('says the language of a paragraph in another script than the letter’s', async () => {
    const paragraphs = paragraphsIn(
      await documentOf({ paragraphs: ['Dear Ms. Lee,', 'أنا خباز', '我是面包师', 'Tôi là thợ làm bánh'] }),
    );
    expect(paragraphs.slice(-4).map((xml) => /<w:lang [^>]*\/>/.exec(xml)?.[0] ?? null)).toEqual([
      null,
      '<w:lang w:val="en-US" w:bidi="ar"/>',
      '<w:lang w:val="en-US" w:eastAsia="zh"/>',
      '<w:lang w:val="vi"/>',
    ]);
  });

  it('has nothing that applicant systems stumble over', async () => {
    const files = await filesOf();
    const xml = files.get('word/document.xml') ?? '';
    for (const tag of [
      'w:tbl',
      'w:drawing',
      'w:pict',
      'w:txbxContent',
      'w:headerReference',
      'w:footerReference',
      'w:cols w:num',
    ]) {
      expect(xml).not.toContain(`<${tag}`);
    }
    expect([...files.keys()].filter((name) => /header|footer|media/.test(name))).toEqual([]);
  });

  it('says its language, its title and its sender, and not the name of a library', async () => {
    const files = await filesOf({ language: 'es', title: 'Carta' });
    expect(files.get('word/styles.xml')).toContain('<w:lang w:val="es"/>');
    const core = files.get('docProps/core.xml') ?? '';
    expect(core).toContain('<dc:title>Carta</dc:title>');
    expect(core).toContain('<dc:creator>Maria Ortiz</dc:creator>');
    expect(core).not.toContain('Un-named');
  });

  it('is US Letter', async () => expect(await documentOf()).toMatch(/<w:pgSz [^>]*w:w="12240" w:h="15840"/));

  it('shows markup and signs of the author as text, and drops what XML forbids', async () => {
    const xml = await documentOf({ paragraphs: ['<w:br/> & "x"\u0000\u000b\ud800 \ufffe]]>'] });
    expect(xml).toContain('&lt;w:br/&gt; &amp; ');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: looked for on purpose
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\ufffe]/);
    expect(xml).toContain('\ufffd');
  });

  it('opens with no lines at all', async () => {
    const nothing = { senderLines: [], addresseeLines: [' '], paragraphs: [], dateText: '' };
    expect(
      paragraphsIn(await documentOf(nothing))
        .map(textIn)
        .join(''),
    ).toBe('');
  });
});

describe('direction', () => {
  const arabic: Partial<LetterContent> = {
    language: 'ar',
    paragraphs: ['السيدة لي،', 'أريد العمل في Acme Foods.', '12 Oak Street, Dayton'],
  };

  it('is that of the first letter of each paragraph, so that an English address stays whole', async () => {
    const paragraphs = paragraphsIn(await documentOf(arabic));
    const rightToLeft = (text: string) => paragraphs.find((xml) => textIn(xml).includes(text))?.includes('<w:bidi/>');
    expect(rightToLeft('السيدة')).toBe(true);
    expect(rightToLeft('أريد')).toBe(true);
    expect(rightToLeft('Oak Street')).toBe(false);
    expect(rightToLeft('206-555-0142')).toBe(false); // no letter: where the name above it stands
  });

  it('sets everything that Word wants for right-to-left text', async () => {
    const xml = paragraphsIn(await documentOf(arabic)).find((paragraph) => paragraph.includes('السيدة')) ?? '';
    expect(xml).toContain('<w:rtl/>');
    expect(xml).toMatch(/<w:rFonts [^>]*w:cs="Arial"/);
    expect(xml).toContain('<w:szCs w:val="22"/>');
    expect(xml).toContain('w:bidi="ar"');
  });

  it('does not turn a phone number round', async () => {
    const phone = paragraphsIn(await documentOf({ ...arabic, senderLines: ['ماريا', '206-555-0142'] })).find(
      (paragraph) => paragraph.includes('0142'),
    );
    expect(phone).toContain('<w:bidi/>');
    expect(phone).not.toContain('<w:rtl/>');
  });

  it('leaves a phone number among right-to-left letters as it is dialled', async () => {
    const xml = paragraphsIn(await documentOf({ ...arabic, paragraphs: ['هاتفي 206-555-0142 مساء'] })).at(-1) ?? '';
    const runs = (xml.match(/<w:r>.*?<\/w:r>/gs) ?? []).map((run) => [textIn(run), run.includes('<w:rtl/>')]);
    expect(runs).toEqual([
      ['هاتفي ', true],
      ['206-555-0142', false],
      [' مساء', true],
    ]);
  });

  it('leaves left-to-right text without such marks', async () => {
    expect(await documentOf()).not.toMatch(/<w:bidi\/>|<w:rtl\/>/);
  });

  it.each([
    ['12 Oak Street', 'ar', 'ltr'],
    ['12, שלום', 'en', 'rtl'],
    ['206-555-0142', 'fa-AF', 'rtl'],
    ['206-555-0142', 'en', 'ltr'],
    ['', 'ps', 'rtl'],
    ['(1) ١٢ خیابان', 'en', 'rtl'],
    ['您好', 'ar', 'ltr'],
  ])('of %j in a letter in %s is %s', (text, locale, direction) => expect(directionOf(text, locale)).toBe(direction));
});

it('names a font and a language for Chinese, Japanese and Korean', async () => {
  const files = await filesOf({ language: 'zh-Hans', paragraphs: ['您好'] });
  expect(files.get('word/styles.xml')).toContain('w:eastAsia="zh-Hans"');
  expect(files.get('word/document.xml')).toContain('w:eastAsia="Microsoft YaHei"');
});
