import { createHash, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId } from '../../../kernel/ids.js';
import { Secrets } from '../../../platform/config/secrets.js';

/**
 * Devices that signed in to an account before. The token opens nothing: it only counts the device's wrong guesses apart
 * from everybody else's, so that an attacker locks nobody out of where they always work. Nothing of it is stored.
 */
@Injectable()
export class KnownDevices {
  constructor(private readonly secrets: Secrets) {}

  /** The name of the device for this address; null for a token that is none, or of another account. */
  knownAs(email: string, token: string | undefined): string | null {
    const [device = '', mac = ''] = token?.split('.') ?? [];
    const given = Buffer.from(mac);
    const isRight = this.secrets.keys('known-device').some((key) => {
      const right = Buffer.from(macOf(key, email, device));
      return given.length === right.length && timingSafeEqual(given, right);
    });
    return isRight ? device : null;
  }

  /** The token for a device that has just signed in: the one it came with, or a new one. */
  tokenFor(email: string, token: string | undefined): string {
    const device = this.knownAs(email, token) ?? newId();
    return `${device}.${macOf(this.secrets.key('known-device'), email, device)}`;
  }
}

function macOf(key: KeyObject, email: string, device: string): string {
  const account = createHash('sha256').update(email).digest('base64url');
  return createHmac('sha256', key).update(`${account}/${device}`).digest('base64url');
}
