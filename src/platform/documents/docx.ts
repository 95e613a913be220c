import { Document, type IParagraphOptions, type IRunOptions, Packer, Paragraph, TextRun } from 'docx';
import { directionOf, directionOfLocale, filled, hasLetter, type LetterContent } from './letter-content.js';

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

/**
 * A cover letter as DOCX that applicant systems can read: one column of plain paragraphs, no tables, text boxes,
 * headers or footers. Each paragraph runs in the direction of its first letter. Takes any text: characters that XML
 * does not know are left out.
 */
export async function renderLetterDocx(content: LetterContent): Promise<Buffer> {
  const { locale } = content;
  const blocks = [filled(content.senderLines), filled([content.dateText]), filled(content.addresseeLines)];
  const document = new Document({
    title: xmlText(content.title),
    // The library's own default would be "Un-named".
    creator: xmlText(content.senderLines[0] ?? content.title),
    lastModifiedBy: xmlText(content.senderLines[0] ?? content.title),
    styles: { default: { document: { run: { ...textStyle(locale), language: languageOf(locale) } } } },
    sections: [
      {
        properties: { page },
        children: [
          ...blocks.flatMap((lines) =>
            lines.map((line, index) => paragraph([line], locale, index === lines.length - 1 ? afterParagraph : 0)),
          ),
          ...filled(content.paragraphs).map((text) => paragraph(text.split(/\r\n?|\n/), locale, afterParagraph)),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}

function paragraph(lines: readonly string[], locale: string, after: number): Paragraph {
  const text = lines.join('\n');
  const bidirectional = directionOf(text, locale) === 'rtl';
  // A phone number stands on the right of an Arabic letter, but runs from left to right.
  const rightToLeft = bidirectional && hasLetter(text);
  const options: IParagraphOptions = {
    bidirectional,
    spacing: { after },
    children: lines.map(
      (line, index) =>
        new TextRun({
          ...textStyle(locale),
          text: xmlText(line),
          ...(index > 0 && { break: 1 }),
          ...(rightToLeft && { rightToLeft, language: languageOf(locale) }),
        }),
    ),
  };
  return new Paragraph(options);
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
