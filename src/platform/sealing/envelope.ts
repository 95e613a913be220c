import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Where a sealed text belongs: names and ids, outermost first. It opens there and nowhere else. */
export type Place = readonly string[];

/** A sealed text was changed, stands in a place it was not sealed for, or its key is another one. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** JSON, because it keeps `['a', 'b']` and `['ab']` apart. */
const placeBytes = (place: Place): Buffer => Buffer.from(JSON.stringify(place));

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; the place is the additional data.
 * Answers base64url of nonce, tag and ciphertext.
 */
export function sealUnder(key: KeyObject, place: Place, plaintext: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(placeBytes(place));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Throws `SealBroken` for anything but what was sealed under this key for this place. */
export function openUnder(key: KeyObject, place: Place, sealed: string): Buffer {
  const bytes = Buffer.from(sealed, 'base64url');
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(placeBytes(place))
      .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBroken('A sealed text does not open.');
  }
}
