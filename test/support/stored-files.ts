import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from './world.js';

/** Every file under a folder; what ends while we look is no longer there to be read. */
function filesUnder(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

/**
 * Which of these words stand in the files of the database server: the tables of this world, the write-ahead log of all, and
 * what it wrote to logs of its own. Without line numbers: only the words.
 */
export async function wordsInFiles(world: World, words: readonly string[]): Promise<string[]> {
  await world.sql('checkpoint');
  const [place] = await world.sql<{ folder: string; oid: string }>(
    `select current_setting('data_directory') as folder, oid from pg_database where datname = current_database()`,
  );
  if (!place) throw new Error('The server has no folder');
  const { folder, oid } = place;
  const own = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
  const looked = [...own, ...filesUnder(join(folder, 'base', String(oid))), ...filesUnder(join(folder, 'pg_wal'))];
  const found = new Set<string>();
  for (const file of looked) {
    const bytes = readIfThere(file);
    for (const word of words) if (bytes?.includes(word)) found.add(word);
  }
  return words.filter((word) => found.has(word));
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
