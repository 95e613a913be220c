import { Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import { EFFECT_PLACE, type EffectPlace } from './repeats/effects.js';
import { ROUTE_ACCESS, type RouteAccess } from './routes.js';

export interface DeclaredRoute {
  readonly method: string;
  readonly path: string;
  readonly access: RouteAccess;
}

/** A route with what its other decorators say, and its name for whoever has to mend it. */
interface FullRoute extends DeclaredRoute {
  readonly name: string;
  readonly status: number | undefined;
  readonly schema: unknown;
  readonly place: EffectPlace | undefined;
  readonly takesForm: boolean;
}

/** Knows every route of the running app and what it needs. The app does not start with a route that says nothing. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const routes = this.found();
    for (const route of routes) {
      requirePageForm(route);
      requireReadableEffect(route, routes);
    }
  }

  /** All routes. Throws for a handler without `@Can`, `@CanByLink` or `@Public`. */
  routes(): DeclaredRoute[] {
    return this.found().map(({ method, path, access }) => ({ method, path, access }));
  }

  private found(): FullRoute[] {
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
        return [
          {
            name: `${metatype.name}.${name}`,
            method: String(RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod]),
            path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
            access,
            status: Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined,
            schema: Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler)?.answer as unknown,
            place: Reflect.getMetadata(EFFECT_PLACE, handler) as EffectPlace | undefined,
            takesForm: Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler)?.takesForm === true,
          },
        ];
      });
    });
  }
}

/** A route that changes something and says no status and schema answers with a page. */
function requirePageForm({ name, method, status, takesForm }: FullRoute): void {
  if (method === 'GET' || status !== undefined || takesForm) return;
  throw new Error(`The route ${name} answers a ${method} with a page: add @PageForm, or @Returns when it is JSON`);
}

/** What a POST of staff did must be readable for a repeat, by a GET that answers the same shape. */
function requireReadableEffect(route: FullRoute, routes: readonly FullRoute[]): void {
  const { name, method, access, status, schema, place } = route;
  if (method !== 'POST' || access.action === undefined || access.by !== 'staff') return;
  if (typeof place === 'symbol' || (place === undefined && status === 204)) return;
  if (place === undefined)
    throw new Error(`The route ${name} does not say where its effect can be read: add @Creates with its place`);
  const shape = (path: string): string => path.replace(/:\w+|\{[\w.]+\}/g, ':');
  const readers = routes.filter((other) => other.method === 'GET' && shape(other.path) === shape(place));
  if (!readers.some((reader) => reader.schema === schema))
    throw new Error(`The route ${name} says ${place}, but no GET route answers the same schema there`);
}
