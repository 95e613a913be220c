import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { type z } from 'zod';
import { checklistDocument, letterDocument } from './document-shapes.js';

const templates = { checklist: checklistDocument, letter: letterDocument } as const;
export type PdfTemplate = keyof typeof templates;

export interface RenderedPdf {
  file: Buffer;
  /**
   * The file passed Typst's PDF/UA-1 checks. False when a letter is in a script that we ship no font for: the file is
   * whole and tagged, but shows boxes there. Worth a metric.
   */
  passedUa1: boolean;
}

/** In this order; a run of text takes the first font that has it. Nothing else: no font of the machine, no surprises. */
const fontFiles = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf',
  '@expo-google-fonts/vazirmatn/400Regular/Vazirmatn_400Regular.ttf',
  '@expo-google-fonts/vazirmatn/700Bold/Vazirmatn_700Bold.ttf',
];

/** Typst may read files below this folder, so it holds templates and nothing else. */
const folder = new URL('templates/', import.meta.url);

let compiler: NodeCompiler | null = null;
function theCompiler(): NodeCompiler {
  compiler ??= NodeCompiler.create({
    workspace: fileURLToPath(folder),
    fontArgs: [{ fontBlobs: fontFiles.map((file) => readFileSync(fileURLToPath(import.meta.resolve(file)))) }],
  });
  return compiler;
}

/** One document at a time: the compile cache belongs to the whole process and is emptied after each. */
let queue: Promise<unknown> = Promise.resolve();

/**
 * Sets a document. The data is checked first (rejects with a ZodError), and its text is shown as text: nothing in it is read
 * as a command. Rejects when a template does not compile, which only a change of the template can cause.
 */
export async function renderPdf<T extends PdfTemplate>(
  template: T,
  data: z.input<(typeof templates)[T]>,
): Promise<RenderedPdf> {
  const checked: unknown = templates[template].parse(mapTexts(data, readable));
  const turn = queue.then(async () => {
    try {
      return (
        tryToSet(template, checked, 'ua-1') ??
        tryToSet(template, mapTexts(checked, withoutPictures), 'ua-1') ??
        tryToSet(template, checked, null) ??
        fail(template)
      );
    } finally {
      // Without both, memory grows by more than half a megabyte with every document.
      theCompiler().evictCache(0);
      await setImmediate();
    }
  });
  queue = turn.catch(() => undefined);
  return turn;
}

/** Null when the standard refuses the document, which it does for a character that no font has. */
function tryToSet(template: PdfTemplate, data: unknown, standard: 'ua-1' | null): RenderedPdf | null {
  const compiled = theCompiler().compile({
    mainFilePath: fileURLToPath(new URL(`${template}.typ`, folder)),
    inputs: { data: JSON.stringify(data) },
  });
  if (!compiled.result) return fail(template);
  try {
    const file = theCompiler().pdf(compiled.result, standard === null ? {} : { pdfStandard: standard });
    return { file, passedUa1: standard !== null };
  } catch {
    return null;
  }
}

/** The compiler's own message is kept out: it can quote what a person wrote. */
function fail(template: PdfTemplate): never {
  throw new Error(`the template ${template} could not be set`);
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part, change)]));
}

const readable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to drop
  text.toWellFormed().replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');

/** An emoji with its colour and its joined companions, or a flag. The three signs are letters to our fonts. */
const pictures =
  /(?![©®™])\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*)*|\p{Regional_Indicator}+/gu;

/** Emoji only: letters of a script without a font must stay in the text, even where the page cannot show them. */
const withoutPictures = (text: string): string => text.replace(pictures, '').replace(/ {2,}/g, ' ');
