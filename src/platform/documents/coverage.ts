import { closeSync, openSync, readSync } from 'node:fs';
import { fontPath, fonts } from './fonts.js';
import { standInFor } from './readable.js';

const LAST = 0x10ffff;

/** One bit for each code point that one of our fonts has a glyph for. Read with the first question, from the fonts themselves. */
let bits: Uint8Array | null = null;
function allCovered(): Uint8Array {
  if (bits) return bits;
  bits = new Uint8Array((LAST + 1) / 8);
  for (const { files } of fonts) {
    for (const [first, last] of rangesOf(files[0] ?? '')) {
      for (let point = first; point <= last; point += 1)
        bits[point >> 3] = (bits[point >> 3] ?? 0) | (1 << (point & 7));
    }
  }
  return bits;
}

const isCovered = (point: number): boolean => ((allCovered()[point >> 3] ?? 0) & (1 << (point & 7))) !== 0;

/** Nothing to see: spaces, line ends, joiners, marks of direction, variation selectors. */
const unseen = /[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Cc}]/u;

export interface HiddenSign {
  readonly sign: string;
  /** UTF-16 offset of its first place in the text. */
  readonly offset: number;
}

/** The signs of a text that none of our fonts can show, each once, in their order. Linear in the length. */
export function signsNotShown(text: string): HiddenSign[] {
  const found = new Map<string, number>();
  for (const { 0: sign, index } of text.matchAll(/[^\u{20}-\u{24f}]/gu)) {
    if (found.has(sign) || isCovered(sign.codePointAt(0) ?? 0)) continue;
    if (!unseen.test(sign) && standInFor(sign) === undefined) found.set(sign, index);
  }
  return [...found].map(([sign, offset]) => ({ sign, offset }));
}

/** The code points that a font maps to glyphs (OpenType `cmap`, formats 4 and 12), read without the rest of its megabytes. */
function rangesOf(file: string): [first: number, last: number][] {
  const cmap = tableOf(fontPath(file), 'cmap');
  const subtables = Array.from({ length: cmap.readUInt16BE(2) }, (_, index) => cmap.readUInt32BE(8 + index * 8));
  const of = (format: number) => subtables.find((at) => cmap.readUInt16BE(at) === format);
  const [long, short] = [of(12), of(4)];
  if (long !== undefined) {
    return Array.from({ length: cmap.readUInt32BE(long + 12) }, (_, index) => {
      const group = long + 16 + index * 12;
      return [cmap.readUInt32BE(group), cmap.readUInt32BE(group + 4)];
    });
  }
  if (short === undefined) throw new Error(`${file} has no map of its characters that we can read`);
  const count = cmap.readUInt16BE(short + 6) / 2;
  const segments = Array.from({ length: count }, (_, index): [number, number] => {
    const end = short + 14 + index * 2;
    return [cmap.readUInt16BE(end + 2 + count * 2), cmap.readUInt16BE(end)];
  });
  // The last segment is the end mark.
  return segments.filter(([first]) => first !== 0xffff);
}

function tableOf(path: string, name: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const read = (at: number, length: number): Buffer => {
      const buffer = Buffer.alloc(length);
      readSync(file, buffer, 0, length, at);
      return buffer;
    };
    const count = read(4, 2).readUInt16BE(0);
    const directory = read(12, count * 16);
    for (let entry = 0; entry < directory.length; entry += 16) {
      if (directory.toString('latin1', entry, entry + 4) !== name) continue;
      return read(directory.readUInt32BE(entry + 8), directory.readUInt32BE(entry + 12));
    }
    throw new Error(`${path} has no table ${name}`);
  } finally {
    closeSync(file);
  }
}
