import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Secrets } from '../../../platform/config/secrets.js';
import { openUnder, sealUnder } from '../../../platform/sealing/envelope.js';

declare module 'fastify' {
  interface FastifyInstance {
    carriedForms: CarriedForms;
  }
}

const PLACE = ['carried form'];

/** What was typed, with the visit of the page that it was typed on, as that page's address names it, and when it was sent. */
export interface CarriedForm {
  form: Readonly<Record<string, unknown>>;
  visit: string;
  sentAt: string;
}

/**
 * What was typed on a page whose visit was over when it was sent. It goes back to the browser sealed, inside the page that
 * asks for the code, and comes again with the code: nothing is lost, and nothing is stored. Whoever sits down at this
 * computer next reads none of it, also not with a code of their own: the visit is sealed in with the words.
 */
@Injectable()
export class CarriedForms implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly secrets: Secrets,
  ) {}

  /** The pages of errors are made outside of Nest, and find it here. A command has no pages. */
  onModuleInit(): void {
    if (!this.host.httpAdapter) return;
    this.host.httpAdapter.getInstance<FastifyInstance>().decorate('carriedForms', this as CarriedForms);
  }

  seal(carried: CarriedForm): string {
    return sealUnder(this.secrets.key('carried-form'), PLACE, deflateRawSync(JSON.stringify(carried)));
  }

  /** Null for what was not sealed here. */
  open(carried: string): CarriedForm | null {
    for (const key of this.secrets.keys('carried-form')) {
      try {
        return JSON.parse(inflateRawSync(openUnder(key, PLACE, carried)).toString()) as CarriedForm;
      } catch {
        // Not with this key.
      }
    }
    return null;
  }
}
