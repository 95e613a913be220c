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
  private readonly key: KeyObject;

  constructor(secrets: Secrets) {
    this.key = secrets.key('known-device');
  }

  /** The name of the device for this address; null for a token that is none, or of another account. */
  knownAs(email: string, token: string | undefined): string | null {
    const [device = '', mac = ''] = token?.split('.') ?? [];
    const [given, right] = [Buffer.from(mac), Buffer.from(this.macOf(email, device))];
    return given.length === right.length && timingSafeEqual(given, right) ? device : null;
  }

  /** The token for a device that has just signed in: the one it came with, or a new one. */
  tokenFor(email: string, token: string | undefined): string {
    const device = this.knownAs(email, token) ?? newId();
    return `${device}.${this.macOf(email, device)}`;
  }

  private macOf(email: string, device: string): string {
    const account = createHash('sha256').update(email).digest('base64url');
    return createHmac('sha256', this.key).update(`${account}/${device}`).digest('base64url');
  }
}
