import type { ClientConfig } from 'pg';
import type { SecretSource } from '../../config/secret-source.js';
import { passwordFrom, type Secrets } from '../../config/secrets.js';
import { withClient } from '../setup/prepare.js';
import { APP_ROLE, GATE_ROLE } from '../setup/roles.js';
import { type KnownVersion, openRoots, readVersions } from './roots.js';

/** The role, the password, the database, the right or the table is missing, or nobody gave a password. */
const NOT_YET = new Set(['28000', '28P01', '3D000', '42501', '42P01']);
const isNotYet = (error: { code?: string; message?: string }): boolean =>
  NOT_YET.has(error.code ?? '') || (error.message ?? '').includes('password must be a');

/**
 * The roots of the database at this address, read as one who serves. Null when nobody can sign in with what was given, or
 * nothing was prepared. Throws `StartError` when the database was made with others, and what the network says as it comes.
 */
export async function openServing(address: ClientConfig, source: SecretSource): Promise<Secrets | null> {
  const given = source.given('database').map(({ root }) => root);
  // On the embedded server's own socket nobody is asked for a password.
  for (const root of given.length > 0 ? given : [null]) {
    const password = root === null ? {} : { password: passwordFrom(root, GATE_ROLE) };
    const known = await versionsAs({ ...address, user: GATE_ROLE, ...password });
    if (known === null) continue;
    if (known.length === 0) return null;
    const secrets = openRoots(known, source);
    if (root !== null) secrets.signedInWith(root, [APP_ROLE, GATE_ROLE]);
    return secrets;
  }
  return null;
}

const versionsAs = (gate: ClientConfig): Promise<KnownVersion[] | null> =>
  withClient(gate, readVersions).catch((error: Error) => {
    if (isNotYet(error)) return null;
    throw error;
  });
