import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { type z } from 'zod';

/** A template of a room: its file, and the shape of what it is given. */
export interface PdfTemplate<Shape extends z.ZodType> {
  readonly name: string;
  /** Where the compiler finds it: beside what templates share, but held in memory. */
  readonly path: string;
  readonly text: string;
  readonly shape: Shape;
}

export interface RenderedPdf {
  file: Buffer;
  /**
   * The file passed Typst's PDF/UA-1 checks. False when a text is in a script that we ship no font for: the file is
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

/** Typst may read files below this folder, so it holds what templates share and nothing else. */
const folder = new URL('templates/', import.meta.url);

/** Declares the template of a room. Its file may import `base.typ`. */
export function pdfTemplate<Shape extends z.ZodType>(file: URL, shape: Shape): PdfTemplate<Shape> {
  const name = file.pathname.slice(file.pathname.lastIndexOf('/') + 1);
  return { name, path: fileURLToPath(new URL(name, folder)), text: readFileSync(file, 'utf8'), shape };
}

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
export async function renderPdf<Shape extends z.ZodType>(
  template: PdfTemplate<Shape>,
  data: z.input<Shape>,
): Promise<RenderedPdf> {
  const checked: unknown = template.shape.parse(mapTexts(data, readable));
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
function tryToSet(template: PdfTemplate<z.ZodType>, data: unknown, standard: 'ua-1' | null): RenderedPdf | null {
  theCompiler().addSource(template.path, template.text);
  const compiled = theCompiler().compile({
    mainFilePath: template.path,
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
function fail({ name }: PdfTemplate<z.ZodType>): never {
  throw new Error(`the template ${name} could not be set`);
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
