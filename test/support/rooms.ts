import { readFileSync } from 'node:fs';
import { sourceFiles } from './source-files.js';

/** Rooms of the platform in groups, from the ground up: a group may read its own tables and those of the groups before it. */
const platform = [
  ['config', 'clock', 'log', 'content'],
  ['database'],
  ['sealing', 'ledger', 'jobs', 'documents', 'pages'],
  ['mail', 'http'],
  ['auth'],
];

/** What each room of the features uses. */
const uses: Readonly<Record<string, readonly string[]>> = {
  organizations: [],
  identity: ['organizations'],
  coaches: ['identity'],
  clients: ['coaches', 'identity'],
  'client-links': ['clients'],
  barriers: ['clients'],
  contacts: ['clients'],
  lessons: ['clients'],
  'follow-ups': ['clients'],
  employers: ['organizations'],
  applications: ['clients', 'employers'],
  interviews: ['applications'],
  'cover-letters': ['applications'],
  debriefs: ['barriers', 'client-links', 'contacts', 'cover-letters', 'follow-ups', 'interviews', 'lessons'],
  audit: ['clients'],
  reports: ['debriefs'],
};

export const roomNames: readonly string[] = Object.keys(uses);

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

/** The rooms whose tables a room may read: its own, those it uses, and those that these use; all of the platform. */
export function readableBy(room: string): ReadonlySet<string> {
  const group = platform.findIndex((names) => names.includes(room));
  if (group >= 0) return new Set(platform.slice(0, group + 1).flat());
  const beneath = new Set<string>(platform.flat());
  const add = (name: string): void => {
    if (beneath.has(name)) return;
    beneath.add(name);
    for (const used of uses[name] ?? []) add(used);
  };
  add(room);
  return beneath;
}
