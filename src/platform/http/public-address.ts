import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';

/** Where people reach the service. Never taken from the `Host` header: links in mails must not follow an attacker's. */
@Injectable()
export class PublicAddress {
  /** The port that was really bound; differs from the setting when that was 0. */
  port: number;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.port = config.port;
  }

  of(path: string): string {
    return `${this.config.publicUrl ?? `http://localhost:${this.port}`}${path}`;
  }
}
