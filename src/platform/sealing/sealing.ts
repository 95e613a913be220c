import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secrets } from '../config/secrets.js';
import { statement } from '../database/statement.js';
import type { Tx, WriteTx } from '../database/tx.js';
import { ClientSeal } from './client-seal.js';
import { openUnder, type Place, SealBroken, sealUnder } from './envelope.js';
import type { SealedText } from './sealed-text.js';

const KEY_BYTES = 32;

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

/** What one transaction has unwrapped or can unwrap: it goes with the transaction. */
interface KeyRing {
  organization: { readonly wrapped: string; readonly key: KeyObject } | null;
  readonly seals: Map<string, ClientSeal>;
}

/**
 * Seals what is restricted about a client under the client's own key, which is wrapped by the organization's, which
 * is wrapped by the root of sealing. Without the client's key the data cannot be read, in no table, log or backup.
 */
@Injectable()
export class Sealing {
  /** An unwrapped key lives as long as the transaction that read it: a key that is erased opens nothing afterwards. */
  private readonly rings = new WeakMap<Tx, KeyRing>();

  constructor(private readonly secrets: Secrets) {}

  /** Seals a text for one place (organization, client, `context`); makes the keys when these are the first. */
  async seal(tx: WriteTx, clientId: string, context: Place, plaintext: string): Promise<string> {
    return (await this.toSeal(tx, clientId)).seal(context, plaintext);
  }

  /**
   * What seals and opens for this client, for one look-up of the keys a transaction, and none when a row brought them.
   * Makes the keys when these are the first.
   */
  async toSeal(tx: WriteTx, clientId: string): Promise<ClientSeal> {
    return this.ringOf(tx).seals.get(clientId) ?? this.keep(tx, clientId, await this.findOrMakeKeys(tx, clientId));
  }

  /** Wrapped keys that came with a row (`clientKeys`): what is sealed for this client later needs no look-up. */
  remember(tx: Tx, clientId: string, keys: string | null): ClientSeal | null {
    if (keys === null) return null;
    const [version, organizationKey = '', clientKey = ''] = keys.split(' ');
    const found = { rootVersion: Number(version), organizationKey, clientKey };
    return this.ringOf(tx).seals.get(clientId) ?? this.keep(tx, clientId, found);
  }

  /**
   * Opens what a row brought along with its keys (`sealedText`). Null when nothing is sealed there, and when the key of
   * the client is erased: then the text is gone. Throws `SealBroken` as `open` does.
   */
  read(tx: Tx, clientId: string, context: Place, column: SealedText | null): string | null {
    if (column === null) return null;
    return this.remember(tx, clientId, column.keys)?.open(context, column.sealed) ?? null;
  }

  /**
   * The texts, in the order given, for one reading of the keys. Throws `SealBroken` when one was changed, or moved
   * here from another organization, client or context.
   */
  async open(tx: Tx, clientId: string, texts: readonly Sealed[]): Promise<string[]> {
    const keys = await this.findKeys(tx, clientId);
    if (!keys) throw new SealBroken('There is no key for a sealed text.');
    const seal = this.sealFor(tx, clientId, keys);
    return texts.map(({ context, sealed }) => seal.open(context, sealed));
  }

  private ringOf(tx: Tx): KeyRing {
    const ring = this.rings.get(tx) ?? { organization: null, seals: new Map<string, ClientSeal>() };
    this.rings.set(tx, ring);
    return ring;
  }

  private keep(tx: Tx, clientId: string, keys: Keys): ClientSeal {
    const seal = this.sealFor(tx, clientId, keys);
    this.ringOf(tx).seals.set(clientId, seal);
    return seal;
  }

  private sealFor(tx: Tx, clientId: string, keys: Keys): ClientSeal {
    return new ClientSeal(() => this.clientKey(tx, clientId, keys), ['text', tx.organizationId, clientId]);
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

  private async findOrMakeKeys(tx: WriteTx, clientId: string): Promise<Keys> {
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
    const made = await this.findKeys(tx, clientId);
    if (!made) throw new SealBroken('There is no key for a sealed text.');
    return made;
  }

  private rootOf(version: number): KeyObject {
    const root = this.secrets.keyOfVersion('sealing', version);
    if (!root) throw new SealBroken('There is no root for a key.');
    return root;
  }

  private organizationKey(tx: Tx, keys: OrganizationKey | null): KeyObject {
    if (!keys) throw new SealBroken('There is no key for a sealed text.');
    const { organizationKey: wrapped, rootVersion } = keys;
    const ring = this.ringOf(tx);
    if (ring.organization?.wrapped === wrapped) return ring.organization.key;
    const key = createSecretKey(openUnder(this.rootOf(rootVersion), organizationKeyPlace(tx), wrapped));
    ring.organization = { wrapped, key };
    return key;
  }

  private clientKey(tx: Tx, clientId: string, keys: Keys): KeyObject {
    if (keys.clientKey === null) throw new SealBroken('There is no key for a sealed text.');
    const wrapping = this.organizationKey(tx, keys);
    return createSecretKey(openUnder(wrapping, clientKeyPlace(tx, clientId), keys.clientKey));
  }
}

const organizationKeyPlace = (tx: Tx): Place => ['organization-key', tx.organizationId];
const clientKeyPlace = (tx: Tx, clientId: string): Place => ['client-key', tx.organizationId, clientId];
