import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import type { Actor } from '../../access/actor.js';
import { type CursorScope, cursorInvalid, type KeyType, sortKeys } from '../../kernel/slices.js';
import type { Secrets } from '../config/secrets.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Cursors of one caller: sealed, because the keys of a list are names of clients and a URL stands in many a log. */
export interface CallersCursors {
  /** The position after a row: its sort keys. */
  encode(scope: CursorScope, keys: readonly (string | null)[]): string;
  /** The sort keys. Throws 400 `http.cursor-invalid` for a cursor that is damaged, or another caller's, list's, filter's or sort's. */
  decode(scope: CursorScope, cursor: string, types: readonly KeyType[]): (string | null)[];
}

/**
 * AES-256-GCM; scope, user and organization are the additional data, so a cursor opens nowhere else. The nonce is a MAC
 * of all that is sealed (as in SIV): the same slice has the same bytes, and two different ones never share a nonce.
 */
export class Cursors {
  constructor(private readonly secrets: Secrets) {}

  of(actor: Actor): CallersCursors {
    const place = (scope: CursorScope): Buffer =>
      Buffer.from(JSON.stringify([actor.organizationId, whoIs(actor), ...scope]));
    return {
      encode: (scope, keys) => this.seal(place(scope), JSON.stringify(keys)),
      decode: (scope, cursor, types) => sortKeys(this.open(place(scope), cursor), types),
    };
  }

  private seal(place: Buffer, text: string): string {
    const mac = createHmac('sha256', this.secrets.key('cursor', 'nonce'))
      .update(place)
      .update('\n')
      .update(text)
      .digest();
    const nonce = mac.subarray(0, NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.secrets.key('cursor'), nonce, {
      authTagLength: TAG_BYTES,
    }).setAAD(place);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Of an older root too: a list that somebody is leafing through goes on. */
  private open(place: Buffer, cursor: string): unknown {
    for (const key of this.secrets.keys('cursor')) {
      const opened = openUnder(key, place, cursor);
      if (opened !== null) return opened;
    }
    throw cursorInvalid();
  }
}

function openUnder(key: KeyObject, place: Buffer, cursor: string): unknown {
  const bytes = Buffer.from(cursor, 'base64url');
  const [nonce, sealed] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES + TAG_BYTES)];
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(place)
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return JSON.parse(decipher.update(sealed, undefined, 'utf8') + decipher.final('utf8'));
  } catch {
    return null;
  }
}

const whoIs = (actor: Actor): string =>
  actor.kind === 'staff' ? actor.userId : actor.kind === 'client' ? actor.sessionId : actor.kind;
