import type { KeyObject } from 'node:crypto';
import { openUnder, type Place, sealUnder } from './envelope.js';

/** Lengths are rounded up to this, so that the length of a sealed text does not tell which short word it is. */
const BLOCK_BYTES = 256;

/** Seals and opens texts of one client. It lives no longer than its transaction, and unwraps the key at the first use. */
export class ClientSeal {
  private key: KeyObject | undefined;

  /** @param place of the client; the `context` of a text comes behind it */
  constructor(
    private readonly unwrap: () => KeyObject,
    private readonly place: Place,
  ) {}

  seal(context: Place, text: string): string {
    this.key ??= this.unwrap();
    return sealUnder(this.key, [...this.place, ...context], padded(text));
  }

  /** Throws `SealBroken` for what was changed, or sealed for another place. */
  open(context: Place, sealed: string): string {
    this.key ??= this.unwrap();
    return unpadded(openUnder(this.key, [...this.place, ...context], sealed));
  }
}

/** One bit, then zeros up to the block (ISO/IEC 7816-4): unambiguous for every text. */
function padded(text: string): Buffer {
  const bytes = Buffer.from(text);
  const whole = Buffer.alloc(Math.ceil((bytes.length + 1) / BLOCK_BYTES) * BLOCK_BYTES);
  bytes.copy(whole);
  whole[bytes.length] = 0x80;
  return whole;
}

const unpadded = (bytes: Buffer): string => bytes.toString('utf8', 0, bytes.lastIndexOf(0x80));
