import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { signsNotShown } from './coverage.js';
import { fontPath, fonts } from './fonts.js';
import { type PdfTemplate, templateFolder } from './pdf-template.js';
import { readable } from './readable.js';

/** What the typesetter is given: a template, and data in its shape. */
export interface PdfWork {
  readonly template: Pick<PdfTemplate<never>, 'name' | 'path' | 'text'>;
  readonly data: unknown;
}

export interface SetPdf {
  readonly file: Uint8Array;
  /** Signs of the text that no font has: the page shows boxes for them. */
  readonly notShown: readonly string[];
  /** The file passed Typst's PDF/UA-1 checks. It does not when a sign is not shown: it is whole and tagged all the same. */
  readonly passedUa1: boolean;
}

let compiler: NodeCompiler | null = null;
function theCompiler(): NodeCompiler {
  // By path: a font is loaded when a text first needs it.
  compiler ??= NodeCompiler.create({
    workspace: fileURLToPath(templateFolder),
    fontArgs: [{ fontPaths: fonts.flatMap(({ files }) => files.map(fontPath)) }],
  });
  return compiler;
}

const families = JSON.stringify(fonts.map(({ family }) => family));

/**
 * Sets a document. Its text is shown as text: nothing in it is read as a command. Throws when a template does not compile,
 * which only a change of the template can cause. Memory of the compile cache belongs to the process: `forget` after each.
 */
export function setPdf({ template, data }: PdfWork): SetPdf {
  const texts: string[] = [];
  const cleaned = mapTexts(data, (text) => {
    const clean = readable(text);
    texts.push(clean);
    return clean;
  });
  const notShown = signsNotShown(texts.join('\n')).map(({ sign }) => sign);
  theCompiler().addSource(template.path, template.text);
  const { result } = theCompiler().compile({
    mainFilePath: template.path,
    inputs: { data: JSON.stringify(cleaned), fonts: families },
  });
  // The compiler's own message is kept out: it can quote what a person wrote.
  if (!result) throw new Error(`the template ${template.name} could not be set`);
  if (notShown.length === 0) {
    try {
      return { file: theCompiler().pdf(result, { pdfStandard: 'ua-1' }), notShown, passedUa1: true };
    } catch {
      // Told to the caller, who logs it.
    }
  }
  return { file: theCompiler().pdf(result, {}), notShown, passedUa1: false };
}

/** Empties the compiler's cache: without it memory grows by more than half a megabyte with every document. */
export const forget = (): void => theCompiler().evictCache(0);

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part) => mapTexts(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapTexts(part, change)]));
}
