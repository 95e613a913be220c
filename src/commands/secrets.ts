import type { Command } from 'commander';
import type { Owner } from '../app/start/preparation.js';
import { asOwner } from '../app/start/preparation.js';
import { OrganizationsService } from '../features/organizations/organizations.service.js';
import { type Config, type RootName, readConfig, rootNames } from '../platform/config/config.js';
import { SecretSource } from '../platform/config/secret-source.js';
import { StartError } from '../platform/config/start-error.js';
import { Database } from '../platform/database/database.js';
import { openRoots, readVersions } from '../platform/database/roots/roots.js';
import { beginRotation, retireOlder } from '../platform/database/roots/rotation.js';
import { replacePasswords, withClient } from '../platform/database/setup/prepare.js';
import { Sealing } from '../platform/sealing/sealing.js';
import { print, withApp } from './command-app.js';

const isRoot = (name: string): name is RootName => (rootNames as readonly string[]).includes(name);

function rootOf(given: string, command: Command): RootName {
  return isRoot(given) ? given : command.error(`There is no root ${given}. Use ${rootNames.join(', ')}.`);
}

/** What stands in the database of each root. */
export async function listSecrets(): Promise<void> {
  await asOwner(readConfig(), async ({ owner }) => {
    for (const { root, version, usedFrom, isRetired } of await withClient(owner, readVersions)) {
      const state = isRetired ? 'retired' : usedFrom > Date.now() ? 'not used yet' : 'accepted';
      print(`${root.padEnd(9)} version ${version}  ${state}, used from ${new Date(usedFrom).toISOString()}`);
    }
  });
}

/** Replaces a root while the service runs. Ended in the middle, it is done to the end by doing it again. */
export async function rotateSecret(given: string, _options: unknown, command: Command): Promise<void> {
  const name = rootOf(given, command);
  const config = readConfig();
  const source = new SecretSource(config);
  await asOwner(config, async (as) => {
    const { version, isNew } = await beginRotation(as.owner, name, source);
    print(isNew ? `Version ${version} of the ${name} is in use.` : `Going on with version ${version} of the ${name}.`);
    await follow[name](config, as, source);
  });
}

/** What has to follow before the old version may go. */
const follow: Readonly<Record<RootName, (config: Config, as: Owner, source: SecretSource) => Promise<void>>> = {
  tokens: async () => {
    print(
      'The old one is still accepted, so that nobody is signed out and codes that were given out stay good.',
      'End it with secrets:retire tokens: at once when it leaked, else when those codes have run out.',
    );
  },
  sealing: async (config, { owner }) => {
    const wrapped = await wrapAll(config);
    await retireOlder(owner, 'sealing');
    print(
      `${wrapped === 1 ? '1 key' : `${wrapped} keys`} of organizations ${wrapped === 1 ? 'was' : 'were'} wrapped anew; what they seal stayed as it was.`,
      'The service needs the old secret no more. Backups made before do: keep it as long as you keep them.',
    );
  },
  database: async (_config, { admin, owner }, source) => {
    const secrets = openRoots(await withClient(owner, readVersions), source);
    await replacePasswords(admin, secrets);
    await retireOlder(owner, 'database');
    print('The roles that serve have new passwords. The old secret is needed no more.');
  },
};

/** Pass by pass until one finds nothing: an organization may have come meanwhile. */
async function wrapAll(config: Config): Promise<number> {
  let wrapped = 0;
  await withApp(async (app) => {
    const [database, sealing] = [app.get(Database), app.get(Sealing)];
    for (let more = -1; more !== 0; ) {
      more = 0;
      for (const id of await app.get(OrganizationsService).everyId())
        if (await database.asSystem(id, 'wrap a key anew', (tx) => sealing.wrapAnew(tx))) more += 1;
      wrapped += more;
    }
  }, config);
  return wrapped;
}

/** Ends the older versions of a root. */
export async function retireSecret(given: string, _options: unknown, command: Command): Promise<void> {
  const name = rootOf(given, command);
  if (name !== 'tokens')
    throw new StartError(
      `The ${name} has nothing to retire by hand: secrets:rotate ${name} ends the old version itself.`,
    );
  await asOwner(readConfig(), async ({ owner }) => {
    const count = await retireOlder(owner, name);
    print(
      count === 0
        ? 'Only one version of the tokens is accepted.'
        : 'The old version is accepted no more. The service follows within seconds; its secret may go from the settings.',
    );
  });
}
