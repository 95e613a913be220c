import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type z } from 'zod';

/** A template of a room: its file, and the shape of what it is given. */
export interface PdfTemplate<Shape extends z.ZodType> {
  readonly name: string;
  /** Where the compiler finds it: beside what templates share, but held in memory. */
  readonly path: string;
  readonly text: string;
  readonly shape: Shape;
}

/** Typst may read files below this folder, so it holds what templates share and nothing else. */
export const templateFolder = new URL('templates/', import.meta.url);

/** Declares the template of a room. Its file may import `base.typ`. */
export function pdfTemplate<Shape extends z.ZodType>(file: URL, shape: Shape): PdfTemplate<Shape> {
  const name = file.pathname.slice(file.pathname.lastIndexOf('/') + 1);
  return { name, path: fileURLToPath(new URL(name, templateFolder)), text: readFileSync(file, 'utf8'), shape };
}
