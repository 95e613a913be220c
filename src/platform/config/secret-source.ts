import { type KeyObject, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, RootName } from './config.js';
import { checkOf, rootFrom } from './secrets.js';

/** A root that this process was given, and the check by which the database knows it. */
export interface GivenRoot {
  readonly root: KeyObject;
  readonly check: string;
}

const settingOf: Readonly<Record<RootName, string>> = {
  tokens: 'ONWARD_TOKENS_SECRET',
  sealing: 'ONWARD_SEALING_SECRET',
  database: 'ONWARD_DATABASE_SECRET',
};

/**
 * Where the roots come from: the settings, or, in development, files of the data folder: `secret` for all three, and
 * beside it one for each root that was replaced. Files are read again each time, so that a running process finds a new one.
 */
export class SecretSource {
  constructor(private readonly config: Pick<Config, 'secrets' | 'dataDir'>) {}

  /** What is given for a root, the newest first. Empty when nothing is. */
  given(name: RootName): GivenRoot[] {
    const fromSettings = this.config.secrets[name];
    const secrets = this.isInSettings(name)
      ? fromSettings
      : [...linesOf(this.file(name)), ...linesOf(join(this.config.dataDir, 'secret'))];
    return secrets.map((secret) => {
      const root = rootFrom(secret, name);
      return { root, check: checkOf(root, name) };
    });
  }

  /** Makes what is not given, for a database that is new. */
  make(names: readonly RootName[]): void {
    if (names.every((name) => this.given(name).length > 0)) return;
    write(this.config.dataDir, join(this.config.dataDir, 'secret'), newSecret(), 'wx');
  }

  /** A new secret for a root, beside the ones before it. False when the settings say what the secrets are. */
  add(name: RootName): boolean {
    if (this.isInSettings(name)) return false;
    const file = this.file(name);
    const next = `${file}.new`;
    write(this.config.dataDir, next, [newSecret(), ...linesOf(file)].join('\n'), 'w');
    renameSync(next, file);
    return true;
  }

  /** Where to put a secret for this root, in words. */
  place(name: RootName): string {
    return this.isInSettings(name)
      ? `${settingOf[name]} or ONWARD_SECRET`
      : `the file ${join(this.config.dataDir, 'secret')}`;
  }

  settingOf(name: RootName): string {
    return settingOf[name];
  }

  private isInSettings(name: RootName): boolean {
    return this.config.secrets[name].length > 0;
  }

  private file(name: RootName): string {
    return join(this.config.dataDir, `secret-${name}`);
  }
}

const newSecret = (): string => randomBytes(48).toString('base64');

const linesOf = (file: string): string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split(/\s+/)
        .filter((line) => line !== '')
    : [];

function write(folder: string, file: string, text: string, flag: 'w' | 'wx'): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${text}\n`, { mode: 0o600, flag });
  } catch (error) {
    // Two processes that start at once: the first one's secret counts.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  // Made as root it belongs to whom the folder belongs to, who may start without root the next time.
  const { uid, gid } = statSync(folder);
  if (process.getuid?.() === 0) chownSync(file, uid, gid);
}
