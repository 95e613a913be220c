import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { withClient } from '../../src/platform/database/setup/prepare.js';
import type { World } from './world.js';

/** Files under a folder that hold this text. What a running server takes away meanwhile holds nothing any more. */
export const filesHolding = (folder: string, text: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => bytesOf(file).includes(text))
    .map((file) => relative(folder, file));

/** The parts of the database's folder that hold this text: `base` its tables, `pg_wal` what is written ahead of them. */
export async function databaseFilesHolding(world: World, text: string): Promise<string[]> {
  const folder = await withClient(world.database.admin, async (client) => {
    await client.query('checkpoint');
    return (await client.query<{ data_directory: string }>('show data_directory')).rows[0]?.data_directory ?? '';
  });
  return [...new Set(filesHolding(folder, text).map((file) => file.split('/')[0] ?? ''))].sort();
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
