import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PDFTOTEXT = '/usr/bin/pdftotext';

/** What a reader of the file gets, as Poppler gives it. Marks of direction are no words. */
export function textOf(file: Uint8Array, ...options: string[]): string {
  if (!existsSync(PDFTOTEXT)) throw new Error(`There is no Poppler at ${PDFTOTEXT}: apt-get install poppler-utils`);
  const folder = mkdtempSync(join(tmpdir(), 'onward-paper-'));
  try {
    const path = join(folder, 'paper.pdf');
    writeFileSync(path, file);
    const text = execFileSync(PDFTOTEXT, [...options, path, '-'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return text.toString('utf8').replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}
