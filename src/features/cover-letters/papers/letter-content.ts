import type { DocumentLanguage } from '../../../platform/documents/languages.js';

/** What a letter's files are made of: plain text only, already in the order of the page. */
export interface LetterContent {
  /** The sender's name first, then address, phone, mail. */
  senderLines: readonly string[];
  /** The date as it shall be read, in the letter's language. */
  dateText: string;
  addresseeLines: readonly string[];
  /** Greeting and closing included. A single line break inside a paragraph is kept. */
  paragraphs: readonly string[];
  language: DocumentLanguage;
  /** Title in the file's properties: neutral words. */
  title: string;
}

/** Lines of a block that hold anything. */
export const filled = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim()).filter((line) => line !== '');
