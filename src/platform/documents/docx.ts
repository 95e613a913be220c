import type { IParagraphOptions, IRunOptions, Paragraph } from 'docx';
import { directionOf, directionOfLocale, hasLetter } from './direction.js';
import { type DocumentLanguage, languageOfText } from './languages.js';
import { withTabs } from './readable.js';

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
  readonly language: DocumentLanguage;
  readonly paragraphs: readonly DocxParagraph[];
}

/** `isTight`: the next paragraph follows without space between. `among`: where a line without letters stands. */
export interface DocxParagraph {
  readonly lines: readonly string[];
  readonly isTight?: boolean;
  readonly among?: string;
}

/**
 * A DOCX that machines can read: one column of plain paragraphs, no tables, text boxes, headers or footers. Each
 * paragraph runs in the direction of its first letter and says its language. Takes any text: what XML does not know is left out.
 */
export async function renderDocx({ title, author, language, paragraphs }: DocxContent): Promise<Buffer> {
  // A megabyte of source that few processes need: loaded with the first document.
  const docx = await import('docx');
  const document = new docx.Document({
    title: xmlText(title),
    // The library's own default would be "Un-named".
    creator: xmlText(author),
    lastModifiedBy: xmlText(author),
    styles: { default: { document: { run: { ...textStyle(language), language: slotsOf(language) } } } },
    sections: [
      {
        properties: { page },
        children: paragraphs.map((each) => paragraph(docx, each, language)),
      },
    ],
  });
  return docx.Packer.toBuffer(document);
}

function paragraph(docx: Docx, { lines, isTight, among }: DocxParagraph, document: DocumentLanguage): Paragraph {
  const text = withTabs(lines.join('\n'));
  const language = languageOfText(text, document);
  const bidirectional = directionOf(hasLetter(text) ? text : (among ?? text), document) === 'rtl';
  // A phone number stands on the right of an Arabic page, but runs from left to right.
  const rightToLeft = bidirectional && hasLetter(text);
  const options: IParagraphOptions = {
    bidirectional,
    spacing: { after: isTight ? 0 : afterParagraph },
    children: text.split('\n').flatMap((line, index) =>
      runsOf(line, rightToLeft).map(
        (part, place) =>
          new docx.TextRun({
            ...textStyle(language),
            children: withoutTabs(docx, xmlText(part)),
            ...(index > 0 && place === 0 && { break: 1 }),
            ...(rightToLeft && !numberAlone.test(part) && { rightToLeft }),
            ...((rightToLeft || language !== document) && { language: slotsOf(language) }),
          }),
      ),
    ),
  };
  return new docx.Paragraph(options);
}

/** A number of several groups, as a phone number is: among right-to-left letters its groups would change places. */
const numbers = /(\+?\(?\p{Nd}[\p{Nd}\-–.()/ ]*[-–.()/ ][\p{Nd}\-–.()/ ]*\p{Nd})/u;
const numberAlone = new RegExp(`^${numbers.source}$`, 'u');

const runsOf = (line: string, isRightToLeft: boolean): string[] =>
  isRightToLeft ? line.split(numbers).filter((part, index) => part !== '' || index === 0) : [line];

const withoutTabs = (docx: Docx, line: string) =>
  line.split('\t').flatMap((part, column) => (column === 0 ? [part] : [new docx.Tab(), part]));

function textStyle(language: DocumentLanguage) {
  const eastAsia = eastAsianFonts[language.split('-')[0] ?? ''] ?? 'Arial';
  return {
    font: { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia },
    size: halfPoints,
    sizeComplexScript: halfPoints,
  } satisfies IRunOptions;
}

/** A language for screen readers and spelling: its own slot for right-to-left and East Asian text. */
function slotsOf(language: DocumentLanguage): NonNullable<IRunOptions['language']> {
  if (directionOfLocale(language) === 'rtl') return { value: 'en-US', bidirectional: language };
  if ((language.split('-')[0] as string) in eastAsianFonts) return { value: 'en-US', eastAsia: language };
  return { value: language };
}

/** Without the characters that XML 1.0 forbids: they would make Word refuse the whole file. */
const xmlText = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
