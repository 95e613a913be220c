import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ROUTE_ACCESS, type RouteAccess } from './routes.js';

export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly access: RouteAccess;
}

/** Knows every route of the running app and what it needs. The app does not start with a route that says nothing. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    this.routes();
  }

  /** All routes. Throws for a handler without `@Can`, `@CanByLink` or `@Public`. */
  routes(): DeclaredRoute[] {
    return this.discovery.getControllers().flatMap(({ instance, metatype }) => {
      if (!instance || !metatype) return [];
      const prototype = Object.getPrototypeOf(instance) as object;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = (instance as Record<string, unknown>)[name] as object;
        const path = Reflect.getMetadata(PATH_METADATA, handler) as string | undefined;
        if (path === undefined) return [];
        const access = Reflect.getMetadata(ROUTE_ACCESS, handler) as RouteAccess | undefined;
        if (!access)
          throw new Error(`The route ${metatype.name}.${name} names no action: add @Can, @CanByLink or @Public`);
        const base = Reflect.getMetadata(PATH_METADATA, metatype) as string;
        const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
        return [
          { method: String(method), path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'), access },
        ];
      });
    });
  }
}
