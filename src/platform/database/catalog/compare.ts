import type { ClientBase } from 'pg';
import { catalog, strangers } from './queries.js';

/** The objects of a database that decide who sees and does what: name → text. */
export type Catalog = Readonly<Record<string, string>>;

/** The catalog of the database that this client is on, as any role may read it. */
export async function readCatalog(client: ClientBase): Promise<Catalog> {
  // Quarters of the ledger are alike and have one name; a text that differs stands beside the others.
  const found = new Map<string, Set<string>>();
  for (const query of catalog) {
    const { rows } = await client.query<{ name: string; text: string }>(query);
    for (const { name, text } of rows) found.set(name, (found.get(name) ?? new Set()).add(text));
  }
  const names = [...found.keys()].toSorted();
  return Object.fromEntries(names.map((name) => [name, [...(found.get(name) ?? [])].toSorted().join(' / ')]));
}

const MOST_LETTERS = 200;
const short = (text: string): string => (text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS)}…`);

/** What differs, in sentences for the operator. Empty when all is as this release makes it. */
export function differences(found: Catalog, expected: Catalog): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].toSorted();
  return names.flatMap((name) => {
    const [is, should] = [found[name], expected[name]];
    if (is === should) return [];
    if (is === undefined) return [`Missing: ${name} (${short(should ?? '')}).`];
    if (should === undefined) return [`Not of this release: ${name} (${short(is)}).`];
    return [`Changed: ${name}: ${short(is)}; it should be: ${short(should)}.`];
  });
}

/** What the operator may want to know and has not named yet: roles that are none of ours, a server that is newer. */
export async function whatIsUnknown(client: ClientBase, knownRoles: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ role: string; what: string }>(strangers);
  const unknown = rows.filter(({ role }) => !knownRoles.includes(role));
  const { rows: versions } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  const major = versions[0]?.version ?? 0;
  return [
    ...unknown.map(({ role, what }) => `The role ${role} ${what}. If it is yours, name it in ONWARD_KNOWN_ROLES.`),
    ...(major > KNOWN_MAJOR ? [`The server is PostgreSQL ${major}; this release was tried with ${KNOWN_MAJOR}.`] : []),
  ];
}
const KNOWN_MAJOR = 18;
