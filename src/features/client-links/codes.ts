import { createHash, createHmac, type KeyObject, randomBytes } from 'node:crypto';

/** Digits and capitals without those that look alike (0 O, 1 I L) or make words by accident (U). */
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 8;

/** The two ways into one debrief. Only their digests are ever stored. */
export interface LinkSecrets {
  /** 256 bits, for the address. */
  token: string;
  /** Eight signs, to type. */
  code: string;
}

export const randomSecrets = (): LinkSecrets => ({
  token: randomBytes(32).toString('base64url'),
  code: codeFrom(randomBytes(32)),
});

/**
 * The secrets of one mail. The same line gives the same ones, so that a mail sent twice (the server took it, and the
 * worker died before it could say so) holds the same link both times. `attempt` counts on when a code is taken.
 */
export const secretsOfMail = (key: KeyObject, lineId: string, attempt: number): LinkSecrets => {
  const derive = (what: string): Buffer => createHmac('sha256', key).update(`${what}/${lineId}/${attempt}`).digest();
  return { token: derive('token').toString('base64url'), code: codeFrom(derive('code')) };
};

/** Four bytes for each sign: the remainder favours no sign by more than one in a hundred million. */
const codeFrom = (bytes: Buffer): string =>
  Array.from({ length }, (_, index) => alphabet[bytes.readUInt32BE(index * 4) % alphabet.length]).join('');

export const tokenDigest = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** A short code could be guessed from a bare digest, so its digest needs the key. */
export const codeDigest = (key: KeyObject, code: string): string =>
  createHmac('sha256', key).update(code).digest('base64url');

/** As it is shown: `K7QM-2XWD`. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What a person typed, without spaces, hyphens and case; null when no code looks like this. */
export function typedCode(text: string): string | null {
  const bare = text.toUpperCase().replace(/[\s\-–—_.]/g, '');
  return bare.length === length && [...bare].every((sign) => alphabet.includes(sign)) ? bare : null;
}
