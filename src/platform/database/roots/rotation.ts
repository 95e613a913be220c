import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import type { RootName } from '../../config/config.js';
import type { SecretSource } from '../../config/secret-source.js';
import { StartError } from '../../config/start-error.js';
import { alone } from '../setup/prepare.js';
import { openRoots, readVersions } from './roots.js';

/** Until a new version is used: each process looks every two seconds, and may have been away for a moment. */
const AHEAD_SECONDS = 10;

/** Clocks differ, and whoever began under the old version is done. */
const CALM_MS = 3000;

export interface Begun {
  readonly version: number;
  /** False: it was begun before, and this goes on with it. */
  readonly isNew: boolean;
}

/**
 * Brings in a new version of a root beside the one in use, and waits until every process uses it. Begun before and not
 * ended, that one is gone on with. Throws `StartError` when there is no new secret to change to.
 */
export async function beginRotation(owner: ClientConfig, name: RootName, source: SecretSource): Promise<Begun> {
  const begun = await alone(owner, 'replace a root', async (client) => {
    const known = await readVersions(client);
    openRoots(known, source);
    const ours = known.filter(({ root }) => root === name);
    const accepted = ours.filter(({ isRetired }) => !isRetired);
    const last = accepted.at(-1);
    if (!last) throw new StartError('This database is not prepared.');
    if (accepted.length > 1) return { version: last.version, isNew: false, usedFrom: last.usedFrom };
    const unused = () => source.given(name).find(({ check }) => !ours.some((one) => one.check === check));
    const fresh = unused() ?? (source.add(name) ? unused() : undefined);
    if (!fresh) {
      const setting = source.settingOf(name);
      throw new StartError(
        `${setting}: there is no new secret to change to. Give every process both, ${setting}="<new> <old>", start them ` +
          'again one after the other, and repeat this.',
      );
    }
    const version = Math.max(...ours.map((one) => one.version)) + 1;
    const { rows } = await client.query<{ usedFrom: number }>(
      `insert into root_versions (root, version, check_value, used_from)
       values ($1, $2, $3, now() + make_interval(secs => $4))
       returning (extract(epoch from used_from) * 1000)::float8 as "usedFrom"`,
      [name, version, fresh.check, AHEAD_SECONDS],
    );
    return { version, isNew: true, usedFrom: rows[0]?.usedFrom ?? 0 };
  });
  await sleep(Math.max(0, begun.usedFrom - Date.now()) + CALM_MS);
  return begun;
}

/** From now on only the newest version of a root is accepted. Answers how many were before. */
export const retireOlder = (owner: ClientConfig, name: RootName): Promise<number> =>
  alone(owner, 'replace a root', async (client) => {
    const { rowCount } = await client.query(
      `update root_versions v set retired_at = now()
        where root = $1 and retired_at is null
          and version < (select max(version) from root_versions where root = $1 and used_from <= now())`,
      [name],
    );
    return rowCount ?? 0;
  });
