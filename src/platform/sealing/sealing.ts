import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../config/secrets.js';
import { statement } from '../database/statement.js';
import type { Tx, WriteTx } from '../database/tx.js';
import { openUnder, type Place, SealBroken, sealUnder } from './envelope.js';

const KEY_BYTES = 32;

/** Lengths are rounded up to this, so that the length of a sealed text does not tell which short word it is. */
const BLOCK_BYTES = 256;

const FIND_KEYS = statement(
  'sealing.find-keys',
  `select o.wrapped_key as "organizationKey", o.root_version as "rootVersion", c.wrapped_key as "clientKey"
     from organization_keys o
     left join client_keys c on c.organization_id = o.organization_id and c.client_id = $2
    where o.organization_id = $1`,
);

/** Of two first sealings at once, one makes the key; the other waits here for its commit and then reads that key. */
const ADD_ORGANIZATION_KEY = statement(
  'sealing.add-organization-key',
  'insert into organization_keys (organization_id, wrapped_key, root_version) values ($1, $2, $3) on conflict do nothing',
);

const ADD_CLIENT_KEY = statement(
  'sealing.add-client-key',
  'insert into client_keys (organization_id, client_id, wrapped_key) values ($1, $2, $3) on conflict do nothing',
);

const FIND_OLDER_KEY = statement(
  'sealing.find-older-key',
  `select wrapped_key as "organizationKey", root_version as "rootVersion"
     from organization_keys where organization_id = $1 and root_version <> $2`,
);

/** Wrapped anew by another one meanwhile, it is left as it is. */
const WRAP_ANEW = statement(
  'sealing.wrap-anew',
  `update organization_keys set wrapped_key = $2, root_version = $3
    where organization_id = $1 and root_version = $4`,
);

interface OrganizationKey {
  organizationKey: string;
  rootVersion: number;
}

interface Keys extends OrganizationKey {
  clientKey: string | null;
}

/** A sealed text and the place it stands in, inside its client. */
export interface Sealed {
  readonly context: Place;
  readonly sealed: string;
}

/**
 * Seals what is restricted about a client under the client's own key, which is wrapped by the organization's, which
 * is wrapped by the root of sealing. Without the client's key the data cannot be read, in no table, log or backup.
 */
@Injectable()
export class Sealing {
  constructor(private readonly secrets: Secrets) {}

  /** Seals a text for one place (organization, client, `context`); makes the keys when these are the first. */
  async seal(tx: WriteTx, clientId: string, context: Place, plaintext: string): Promise<string> {
    const key = this.clientKey(tx, clientId, await this.findOrMakeKeys(tx, clientId));
    return sealUnder(key, placeOf(tx, clientId, context), padded(plaintext));
  }

  /**
   * The texts, in the order given, for one reading of the keys. Throws `SealBroken` when one was changed, or moved
   * here from another organization, client or context.
   */
  async open(tx: Tx, clientId: string, texts: readonly Sealed[]): Promise<string[]> {
    const keys = await this.findKeys(tx, clientId);
    if (!keys) throw new SealBroken('There is no key for a sealed text.');
    const key = this.clientKey(tx, clientId, keys);
    return texts.map(({ context, sealed }) => unpadded(openUnder(key, placeOf(tx, clientId, context), sealed)));
  }

  /**
   * Wraps the organization's key by the root that is in use now, when it is wrapped by another one. What it seals stays as
   * it is, and can be read all the while. Answers whether there was something to do.
   */
  async wrapAnew(tx: WriteTx): Promise<boolean> {
    const version = this.secrets.version('sealing');
    const found = await tx.row<OrganizationKey & Record<string, unknown>>(FIND_OLDER_KEY, [tx.organizationId, version]);
    if (!found) return false;
    const key = this.organizationKey(tx, found);
    const wrapped = sealUnder(this.rootOf(version), organizationKeyPlace(tx), key.export());
    return (await tx.run(WRAP_ANEW, [tx.organizationId, wrapped, version, found.rootVersion])) === 1;
  }

  private findKeys(tx: Tx, clientId: string): Promise<Keys | null> {
    return tx.row<Keys & Record<string, unknown>>(FIND_KEYS, [tx.organizationId, clientId]);
  }

  private async findOrMakeKeys(tx: WriteTx, clientId: string): Promise<Keys | null> {
    const keys = await this.findKeys(tx, clientId);
    if (keys && keys.clientKey !== null) return keys;
    if (!keys) {
      const version = this.secrets.version('sealing');
      const wrapped = sealUnder(this.rootOf(version), organizationKeyPlace(tx), randomBytes(KEY_BYTES));
      await tx.run(ADD_ORGANIZATION_KEY, [tx.organizationId, wrapped, version]);
    }
    // Read again: another transaction may have made the organization's key first.
    const organizationKey = this.organizationKey(tx, await this.findKeys(tx, clientId));
    const wrapped = sealUnder(organizationKey, clientKeyPlace(tx, clientId), randomBytes(KEY_BYTES));
    await tx.run(ADD_CLIENT_KEY, [tx.organizationId, clientId, wrapped]);
    return this.findKeys(tx, clientId);
  }

  private rootOf(version: number): KeyObject {
    const root = this.secrets.keyOfVersion('sealing', version);
    if (!root) throw new SealBroken('There is no root for a key.');
    return root;
  }

  private organizationKey(tx: Tx, keys: OrganizationKey | null): KeyObject {
    if (!keys) throw new SealBroken('There is no key for a sealed text.');
    return createSecretKey(openUnder(this.rootOf(keys.rootVersion), organizationKeyPlace(tx), keys.organizationKey));
  }

  private clientKey(tx: Tx, clientId: string, keys: Keys | null): KeyObject {
    if (!keys || keys.clientKey === null) throw new SealBroken('There is no key for a sealed text.');
    const wrapping = this.organizationKey(tx, keys);
    return createSecretKey(openUnder(wrapping, clientKeyPlace(tx, clientId), keys.clientKey));
  }
}

const organizationKeyPlace = (tx: Tx): Place => ['organization-key', tx.organizationId];
const clientKeyPlace = (tx: Tx, clientId: string): Place => ['client-key', tx.organizationId, clientId];
const placeOf = (tx: Tx, clientId: string, context: Place): Place => ['text', tx.organizationId, clientId, ...context];

/** One bit, then zeros up to the block (ISO/IEC 7816-4): unambiguous for every text. */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text);
  const whole = Buffer.alloc(Math.ceil((bytes.length + 1) / BLOCK_BYTES) * BLOCK_BYTES);
  bytes.copy(whole);
  whole[bytes.length] = 0x80;
  return whole;
}

const unpadded = (bytes: Buffer): string => bytes.toString('utf8', 0, bytes.lastIndexOf(0x80));
