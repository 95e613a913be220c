import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.js';

/** One installation secret, a separate 256-bit key for each use (HKDF-SHA-256, RFC 5869). */
export class Secrets {
  constructor(private readonly root: string) {}

  key(
    use:
      | 'access-token'
      | 'cursor'
      | 'known-device'
      | 'refresh-token'
      | 'short-code'
      | 'database-role'
      | 'sealing'
      | 'carried-form',
    salt = '',
  ): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync('sha256', this.root, salt, `onward/${use}`, 32)));
  }

  /** A password for a database role, so that three roles need no three more settings. */
  rolePassword(role: string): string {
    return this.key('database-role', role).export().toString('hex');
  }
}

/** The installation's secret; outside production one is made on first start and kept in the data folder. */
export function readSecrets(config: Config): Secrets {
  if (config.secret !== null) return new Secrets(config.secret);
  const file = join(config.dataDir, 'secret');
  try {
    return new Secrets(readFileSync(file, 'utf8').trim());
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, `${randomBytes(48).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    // Made as root it belongs to whom the folder belongs to, who may start without root the next time.
    const { uid, gid } = statSync(config.dataDir);
    if (process.getuid?.() === 0) chownSync(file, uid, gid);
  } catch (error) {
    // Two processes that start at once: the first one's secret counts.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return new Secrets(readFileSync(file, 'utf8').trim());
}
