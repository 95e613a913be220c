import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { rootNames } from '../../config/config.js';
import { SecretSource } from '../../config/secret-source.js';
import { Secrets } from '../../config/secrets.js';
import { Database } from '../database.js';
import { statement } from '../statement.js';
import { type KnownVersion, match, VERSIONS } from './roots.js';

const FIND_VERSIONS = statement('database.root-versions', VERSIONS);

const EVERY_MS = 2000;

/**
 * Looks whether a root was replaced, so that a process need not end for it: a new version is accepted when it is first
 * seen, used from the instant that stands in the database, and an old one refused when it is retired.
 */
@Injectable()
export class RootsWatch implements OnApplicationShutdown {
  private readonly log = new Logger(RootsWatch.name);
  private timer: NodeJS.Timeout | null = null;
  private seen = '';

  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly source: SecretSource,
  ) {}

  start(): void {
    // While the database is away, nobody can replace anything either.
    const next = (): void => void this.look().then(again, again);
    const again = (): void => {
      if (this.timer !== null) this.timer = setTimeout(next, EVERY_MS).unref();
    };
    this.timer = setTimeout(next, EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  async look(): Promise<void> {
    const known = await this.database.acrossOrganizations('roots are the installation’s', (tx) =>
      tx.rows<KnownVersion & Record<string, unknown>>(FIND_VERSIONS, []),
    );
    const now = JSON.stringify(known);
    if (now === this.seen) return;
    const missing = rootNames.flatMap((name) => {
      const { versions, unknown } = match(name, known, this.source);
      if (versions.length > 0) this.secrets.learn(name, versions);
      return unknown.map(({ version }) => `version ${version} of its ${name}`);
    });
    // Looked for again each time: files of the data folder may be a moment behind.
    if (missing.length === 0) this.seen = now;
    else
      this.log.error(
        `This process was not given the secret of ${missing.join(', ')}. Start it again with all of them.`,
      );
  }
}
