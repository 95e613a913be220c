import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ErrorPage } from '../page-routes.js';

declare module 'fastify' {
  interface FastifyInstance {
    strayPages: StrayPages;
  }
}

/** Where the addresses of pages begin, and what is said there when no route is met. */
interface Place {
  /** `/d`; whatever is below it, in small letters or in capitals, is a page's, too. */
  readonly path: string;
  readonly errorPage: ErrorPage;
}

const isBelow = (path: string, address: string): boolean => {
  const [asked = ''] = address.toLowerCase().split('?');
  return asked === path || asked.startsWith(`${path}/`);
};

/** What is read by programs: an address that is mistyped there is told to a program. */
const isForPrograms = (address: string): boolean =>
  ['/v1', '/problems', '/health', '/docs', '/openapi', '/dev'].some((path) => isBelow(path, address));

const isForReaders = ({ headers, url }: FastifyRequest): boolean =>
  (headers.accept ?? '').includes('text/html') && !isForPrograms(url);

/**
 * Addresses without a route that people type or keep: where pages are, each error is a page, never JSON. Rooms add the
 * places of theirs; for all other addresses the front door answers who asks for HTML.
 */
@Injectable()
export class StrayPages implements OnModuleInit {
  private readonly places: Place[] = [];
  private front: ErrorPage | null = null;

  constructor(private readonly host: HttpAdapterHost) {}

  /** The pages of errors are made outside of Nest, and find it here. A command has no pages. */
  onModuleInit(): void {
    if (!this.host.httpAdapter) return;
    this.host.httpAdapter.getInstance<FastifyInstance>().decorate('strayPages', this as StrayPages);
  }

  add(path: string, errorPage: ErrorPage): void {
    this.places.push({ path, errorPage });
  }

  /** For who is nowhere. */
  addFront(errorPage: ErrorPage): void {
    this.front = errorPage;
  }

  /** What writes the error of a request that met no route of a page; null where it is a program's to read. */
  find(request: FastifyRequest): ErrorPage | null {
    const place = this.places.find(({ path }) => isBelow(path, request.url));
    return place?.errorPage ?? (isForReaders(request) ? this.front : null);
  }
}
