import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of the source, as a path from the project's root. */
export const sourceFiles = (): string[] =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((file) => join('src', file))
    .filter((file) => /\.tsx?$/.test(file))
    .sort();
