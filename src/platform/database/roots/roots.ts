import type { ClientBase } from 'pg';
import { type RootName, rootNames } from '../../config/config.js';
import type { SecretSource } from '../../config/secret-source.js';
import { checkOf, type RootVersion, Secrets } from '../../config/secrets.js';
import { listOf, StartError } from '../../config/start-error.js';

/** A version of a root, as the database knows it. */
export interface KnownVersion {
  readonly root: RootName;
  readonly version: number;
  readonly check: string;
  /** In ms, as clocks here count. */
  readonly usedFrom: number;
  readonly isRetired: boolean;
}

export const VERSIONS = `
  select root, version, check_value as "check", (extract(epoch from used_from) * 1000)::float8 as "usedFrom",
         retired_at is not null as "isRetired"
    from root_versions order by root, version`;

/** The roots that this database was made with. Empty when it is new. */
export async function readVersions(client: ClientBase): Promise<KnownVersion[]> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `select to_regclass('public.root_versions') is not null as "isThere"`,
  );
  return rows[0]?.isThere ? (await client.query<KnownVersion>(VERSIONS)).rows : [];
}

/** The versions of a root that are accepted and that this process was given the secrets of; the others by number. */
export function match(
  name: RootName,
  known: readonly KnownVersion[],
  source: SecretSource,
): { versions: RootVersion[]; unknown: KnownVersion[] } {
  const given = new Map(source.given(name).map(({ root, check }) => [check, root]));
  const accepted = known.filter(({ root, isRetired }) => root === name && !isRetired);
  return {
    versions: accepted.flatMap(({ version, check, usedFrom }) => {
      const root = given.get(check);
      return root ? [{ version, root, usedFrom }] : [];
    }),
    unknown: accepted.filter(({ check }) => !given.has(check)),
  };
}

/** The roots of a database that has some. Throws `StartError` for one whose secret was not given, and changes nothing. */
export function openRoots(known: readonly KnownVersion[], source: SecretSource): Secrets {
  const found = rootNames.map((name) => ({ name, ...match(name, known, source) }));
  const problems = found.flatMap(({ name, versions, unknown }) =>
    unknown.map(({ version }) =>
      versions.length === 0
        ? `The secret of its ${name} is another one. Put the one it was made with (version ${version}) into ${source.place(name)}.`
        : `Version ${version} of its ${name} is still accepted: give its secret too, in ${source.place(name)}, or end it first: npm run onward -- ${name === 'tokens' ? 'secrets:retire' : 'secrets:rotate'} ${name}`,
    ),
  );
  if (problems.length > 0)
    throw new StartError(listOf('Onward was not given the secrets of this database. Nothing was changed.', problems));
  return new Secrets(
    Object.fromEntries(found.map(({ name, versions }) => [name, versions])) as Record<RootName, RootVersion[]>,
  );
}

/** The roots of a new database: the newest that are given, or ones that are made now and kept in the data folder. */
export function firstRoots(source: SecretSource): Secrets {
  source.make(rootNames);
  const first = rootNames.map((name) => {
    const [newest] = source.given(name);
    if (!newest) throw new StartError(`${source.settingOf(name)}: there is no secret for the ${name}.`);
    return [name, [{ version: 1, root: newest.root, usedFrom: 0 }]] as const;
  });
  return new Secrets(Object.fromEntries(first) as unknown as Record<RootName, RootVersion[]>);
}

/** Writes down which roots a database is made with, the first time. */
export async function writeFirst(client: ClientBase, secrets: Secrets): Promise<void> {
  const { rows } = await client.query<{ isThere: boolean }>(
    `select to_regclass('public.root_versions') is not null as "isThere"`,
  );
  // Its first schema was another one, of before there were people in it.
  if (!rows[0]?.isThere)
    throw new StartError(
      'This database was made by a release that is too old. Begin anew: in development, delete the data folder.',
    );
  for (const name of rootNames) {
    const [first] = secrets.versionsOf(name);
    if (!first) continue;
    await client.query(
      `insert into root_versions (root, version, check_value, used_from) values ($1, $2, $3, now()) on conflict do nothing`,
      [name, first.version, checkOf(first.root, name)],
    );
  }
}
