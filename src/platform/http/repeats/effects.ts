import type { Effect } from '../../../access/actor.js';

/** In place of an address: the answer holds something that is shown once (a link, a code), and is never shown again. */
export const SHOWN_ONCE = Symbol('shown once');

/** Where the effect of a POST can be read: a path with `:id` from the request and `{id}` from the answer. */
export type EffectPlace = `/v1/${string}` | typeof SHOWN_ONCE;

export const EFFECT_PLACE = 'onward:effect-place';

/** Fills in a place. Throws for a name that neither has: a typing mistake in the route. */
export function locate(place: EffectPlace, parameters: unknown, answer: unknown): string | null {
  if (typeof place === 'symbol') return null;
  const filled = (source: unknown, path: string): string => {
    const value = path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | null)?.[name], source);
    if (typeof value !== 'string' && typeof value !== 'number') throw new Error(`${place}: there is no ${path}`);
    return encodeURIComponent(value);
  };
  return place
    .replace(/:(\w+)/g, (_, name: string) => filled(parameters, name))
    .replace(/\{([\w.]+)\}/g, (_, path: string) => filled(answer, path));
}

/** What is kept of the answer of a route, for a repeat. */
export const effectOf = (
  status: number,
  place: EffectPlace | undefined,
  parameters: unknown,
  answer: unknown,
): Effect => ({ status, location: place === undefined ? null : locate(place, parameters, answer) });
