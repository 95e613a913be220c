import type { IParagraphOptions, IRunOptions, Paragraph } from 'docx';
import { directionOf, directionOfLocale, hasLetter } from './direction.js';

type Docx = typeof import('docx');

/** US Letter with one-inch margins, in twentieths of a point. */
const page = { size: { width: 12240, height: 15840 }, margin: { top: 1440, right: 1440, bottom: 1440, left: 1440 } };
const halfPoints = 22; // 11 pt
const afterParagraph = 200; // 10 pt

/** Word brings these; other readers take their own. Fonts are named, not embedded. */
const eastAsianFonts: Readonly<Record<string, string>> = {
  zh: 'Microsoft YaHei',
  ja: 'Yu Gothic',
  ko: 'Malgun Gothic',
};

/** A document as DOCX: plain paragraphs in this order. */
export interface DocxContent {
  /** In the file's properties: neutral words. */
  readonly title: string;
  readonly author: string;
  /** BCP 47. */
  readonly locale: string;
  readonly paragraphs: readonly DocxParagraph[];
}

/** `isTight`: the next paragraph follows without space between. */
export interface DocxParagraph {
  readonly lines: readonly string[];
  readonly isTight?: boolean;
}

/**
 * A DOCX that machines can read: one column of plain paragraphs, no tables, text boxes, headers or footers. Each
 * paragraph runs in the direction of its first letter. Takes any text: characters that XML does not know are left out.
 */
export async function renderDocx({ title, author, locale, paragraphs }: DocxContent): Promise<Buffer> {
  // A megabyte of source that few processes need: loaded with the first document.
  const docx = await import('docx');
  const document = new docx.Document({
    title: xmlText(title),
    // The library's own default would be "Un-named".
    creator: xmlText(author),
    lastModifiedBy: xmlText(author),
    styles: { default: { document: { run: { ...textStyle(locale), language: languageOf(locale) } } } },
    sections: [
      {
        properties: { page },
        children: paragraphs.map(({ lines, isTight }) => paragraph(docx, lines, locale, isTight ? 0 : afterParagraph)),
      },
    ],
  });
  return docx.Packer.toBuffer(document);
}

function paragraph(docx: Docx, lines: readonly string[], locale: string, after: number): Paragraph {
  const text = lines.join('\n');
  const bidirectional = directionOf(text, locale) === 'rtl';
  // A phone number stands on the right of an Arabic page, but runs from left to right.
  const rightToLeft = bidirectional && hasLetter(text);
  const options: IParagraphOptions = {
    bidirectional,
    spacing: { after },
    children: lines.map(
      (line, index) =>
        new docx.TextRun({
          ...textStyle(locale),
          text: xmlText(line),
          ...(index > 0 && { break: 1 }),
          ...(rightToLeft && { rightToLeft, language: languageOf(locale) }),
        }),
    ),
  };
  return new docx.Paragraph(options);
}

function textStyle(locale: string) {
  const eastAsia = eastAsianFonts[locale.split('-')[0] ?? ''] ?? 'Arial';
  return {
    font: { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia },
    size: halfPoints,
    sizeComplexScript: halfPoints,
  } satisfies IRunOptions;
}

/** The document's language, for screen readers and spelling: its own slot for right-to-left and East Asian text. */
function languageOf(locale: string): NonNullable<IRunOptions['language']> {
  if (directionOfLocale(locale) === 'rtl') return { value: 'en-US', bidirectional: locale };
  if ((locale.split('-')[0] as string) in eastAsianFonts) return { value: 'en-US', eastAsia: locale };
  return { value: locale };
}

/** Without the characters that XML 1.0 forbids: they would make Word refuse the whole file. */
const xmlText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
