import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type RootName, rootNames } from './config.js';

/** What each key is for, and the root it grows from. */
const roots = {
  'access-token': 'tokens',
  'carried-form': 'tokens',
  cursor: 'tokens',
  'known-device': 'tokens',
  'refresh-token': 'tokens',
  'short-code': 'tokens',
  sealing: 'sealing',
  'database-role': 'database',
} as const satisfies Record<string, RootName>;
type Use = keyof typeof roots;

/** HKDF-SHA-256 (RFC 5869): whoever has one key has none of the others. */
const stretch = (root: KeyObject, salt: string, info: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', root, salt, info, 32)));

/** The root that a given secret makes. One secret for all still makes three roots that tell nothing of each other. */
export const rootFrom = (secret: string, name: RootName): KeyObject =>
  stretch(createSecretKey(Buffer.from(secret)), '', `onward/root/${name}`);

/** Stands in the database, and tells of a root whether it is the right one, and nothing more. */
export const checkOf = (root: KeyObject, name: RootName): string =>
  stretch(root, '', `onward/check/${name}`).export().toString('hex');

/** The password of a database role. */
export const passwordFrom = (root: KeyObject, role: string): string =>
  stretch(root, role, 'onward/database-role').export().toString('hex');

/** One root in its time: accepted as long as it is here, used from its instant until a newer one's. */
export interface RootVersion {
  readonly version: number;
  readonly root: KeyObject;
  readonly usedFrom: number;
}

/** The three roots of the installation, each in the versions that this process knows and the database has not retired. */
export class Secrets {
  private readonly versions: Record<RootName, readonly RootVersion[]>;
  private readonly grown = new Map<string, KeyObject>();
  /** The password that was right the last time: it stays until it is refused, or accepted no more. */
  private readonly right = new Map<string, string>();
  /** How often the versions changed: who remembers an answer of a key forgets it then. */
  changes = 0;

  /** A secret alone is the first version of all three. */
  constructor(given: string | Record<RootName, readonly RootVersion[]>) {
    this.versions =
      typeof given === 'string'
        ? (Object.fromEntries(
            rootNames.map((name) => [name, [{ version: 1, root: rootFrom(given, name), usedFrom: 0 }]]),
          ) as Record<RootName, RootVersion[]>)
        : { ...given };
  }

  /** The versions of a root as they are now; what is missing among them is accepted no more. */
  learn(name: RootName, versions: readonly RootVersion[]): void {
    const known = JSON.stringify(this.versions[name].map(({ version, usedFrom }) => [version, usedFrom]));
    if (known === JSON.stringify(versions.map(({ version, usedFrom }) => [version, usedFrom]))) return;
    this.versions[name] = versions;
    this.grown.clear();
    this.changes += 1;
  }

  versionsOf(name: RootName): readonly RootVersion[] {
    return this.versions[name];
  }

  /** The key to make things with. Ask each time: it changes while we run. */
  key(use: Use, salt = ''): KeyObject {
    return this.grow(use, salt, this.inUse(roots[use]));
  }

  /** All keys that things may have been made with, the one in use first. */
  keys(use: Use, salt = ''): KeyObject[] {
    const current = this.inUse(roots[use]);
    const others = this.versions[roots[use]].filter((one) => one !== current);
    return [current, ...others].map((one) => this.grow(use, salt, one));
  }

  /** The number of the version in use, to write beside what its key makes. */
  version(use: Use): number {
    return this.inUse(roots[use]).version;
  }

  /** The key of that version; null when there is none (any more), or a newer one is in use for longer than `seconds`. */
  keyOfVersion(use: Use, version: number, seconds = Number.POSITIVE_INFINITY): KeyObject | null {
    const found = this.versions[roots[use]].find((one) => one.version === version);
    const current = this.inUse(roots[use]);
    if (!found || (found.version < current.version && Date.now() - current.usedFrom > seconds * 1000)) return null;
    return this.grow(use, '', found);
  }

  /** Passwords of a database role, the likely one first: while they are replaced, one of two is right. */
  rolePasswords(role: string): string[] {
    return this.keys('database-role', role).map((key) => key.export().toString('hex'));
  }

  rolePassword(role: string): string {
    const [newest, ...others] = this.rolePasswords(role) as [string, ...string[]];
    const right = this.right.get(role);
    const chosen = right !== undefined && others.includes(right) ? right : newest;
    this.right.set(role, chosen);
    return chosen;
  }

  /** With the passwords of this root somebody just signed in: they are right, whatever version is in use. */
  signedInWith(root: KeyObject, roles: readonly string[]): void {
    for (const role of roles) this.right.set(role, passwordFrom(root, role));
  }

  /** For a pool that signs in as this role, and may be told that the password was another one. */
  passwordsOf(role: string) {
    return {
      inUse: (): string => this.rolePassword(role),
      wasWrong: (password: string): boolean => {
        const all = this.rolePasswords(role);
        const next = all[(all.indexOf(password) + 1) % all.length] as string;
        // Another connection may have found out before.
        if (this.rolePassword(role) === password) this.right.set(role, next);
        return all.length > 1;
      },
    };
  }

  private inUse(name: RootName): RootVersion {
    const now = Date.now();
    const [first, ...others] = this.versions[name];
    if (!first) throw new Error(`There is no root for ${name}`);
    return others.reduce((best, one) => (one.usedFrom <= now && one.version > best.version ? one : best), first);
  }

  private grow(use: Use, salt: string, { version, root }: RootVersion): KeyObject {
    const name = `${use}/${version}/${salt}`;
    const known = this.grown.get(name);
    if (known) return known;
    const key = stretch(root, salt, `onward/${use}`);
    this.grown.set(name, key);
    return key;
  }
}
