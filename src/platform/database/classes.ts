import { Check, Column } from 'typeorm';
import type { Tier } from '../../kernel/tiers.js';

type Properties = Readonly<Partial<Record<Tier, readonly string[]>>>;

const declared = new Map<object, Map<string, Tier>>();
const classesOf = (entity: object): Map<string, Tier> => {
  const own = declared.get(entity) ?? new Map<string, Tier>();
  declared.set(entity, own);
  return own;
};

/**
 * The class of each column of an entity, by property: T0 ordinary, T1 personal, T2 restricted. A column without one fails
 * the house test by name, and so does a T2 column that is not a `SealedColumn`.
 */
export const Classified =
  (properties: Properties): ClassDecorator =>
  (entity) => {
    for (const [tier, names] of Object.entries(properties))
      for (const name of names) classesOf(entity).set(name, tier as Tier);
  };

/**
 * Base64url of nonce, tag and at least one padded block: what `Sealing.seal` answers, and nothing that a person
 * wrote. 379 letters at least; in two steps, because PostgreSQL counts repetitions to 255 only.
 */
const SEALED = '^[A-Za-z0-9_-]{255}[A-Za-z0-9_-]{124,}$';

/**
 * A column that holds what `Sealing.seal` answers, and is T2 by that. Its check is the last wall: an open text cannot be
 * stored here, whatever the code above does.
 */
export const SealedColumn =
  ({ nullable = false } = {}): PropertyDecorator =>
  (prototype, property) => {
    const name = String(property);
    const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    Column('text', { nullable })(prototype, property);
    Check(`${column} ~ '${SEALED}'`)(prototype.constructor as never);
    classesOf(prototype.constructor).set(name, 'T2');
  };

/**
 * The class of a column, as its entity or the row that it extends declares it.
 * @internal Read by the data catalogue.
 */
export function classOf(entity: object, property: string): Tier | null {
  for (let at: object | null = entity; at; at = Object.getPrototypeOf(at) as object | null) {
    const tier = declared.get(at)?.get(property);
    if (tier) return tier;
  }
  return null;
}
