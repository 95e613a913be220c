import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rooms } from '../../src/app/rooms.js';
import { sourceFiles } from './source-files.js';

/** Groups of the platform's rooms, from the ground up, as the floors for imports have them. */
const { platform } = (await import(pathToFileURL(resolve('.dependency-cruiser.mjs')).href)) as { platform: string[][] };
const uses = new Map(rooms.map((room) => [room.name, room.uses]));

/** Every room there is, of the features and of the platform. */
export const roomNames: readonly string[] = [...uses.keys(), ...platform.flat()];

/** The room in whose folder a file lies: `src/features/clients/…` and `src/platform/database/…` alike; null elsewhere. */
export const roomOfFile = (file: string): string | null =>
  /^src\/(?:features|platform)\/([^/]+)\//.exec(file)?.[1] ?? null;

/** Every table with the room of its entity. */
export function roomsOfTables(): ReadonlyMap<string, string> {
  const entity = (file: string): [string, string] => {
    const table = /@Entity\('(\w+)'/.exec(readFileSync(file, 'utf8'))?.[1];
    const room = roomOfFile(file);
    if (!table || !room) throw new Error(`${file} names no table, or lies in no room`);
    return [table, room];
  };
  return new Map(
    sourceFiles()
      .filter((file) => file.endsWith('.entity.ts'))
      .map(entity),
  );
}

/** The rooms whose tables a room may read: its own and those it says it uses, as for imports; all of the platform. */
export function readableBy(room: string): ReadonlySet<string> {
  const group = platform.findIndex((names) => names.includes(room));
  if (group >= 0) return new Set(platform.slice(0, group + 1).flat());
  return new Set([...platform.flat(), room, ...(uses.get(room) ?? [])]);
}

/** The rooms that a room's files import from, or whose tables its keys lead to. */
export function reachedByFiles(room: string): ReadonlySet<string> {
  const tables = roomsOfTables();
  const texts = sourceFiles()
    .filter((file) => roomOfFile(file) === room)
    .map((file) => readFileSync(file, 'utf8'));
  const imported = texts.flatMap((text) =>
    [...text.matchAll(/from '(?:\.\.\/)+([a-z-]+)\//g)].map(([, name]) => name ?? ''),
  );
  const keys = texts.flatMap((text) =>
    [...text.matchAll(/@BelongsTo\('(\w+)'/g)].map(([, table]) => tables.get(table ?? '') ?? ''),
  );
  return new Set([...imported, ...keys]);
}
