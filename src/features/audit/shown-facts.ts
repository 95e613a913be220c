import { sight } from '../../access/access.js';
import type { Actor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import type { Trail } from '../../kernel/events.js';
import { visitFactNames } from '../../platform/ledger/ledger.js';

/**
 * The facts of a line that this reader of the trail may see: those its event shows, for who may read what they are about
 * anywhere in the organization, and how a client's visit came about.
 */
export function shownFacts<Value>(
  actor: Actor,
  trail: Trail | null,
  facts: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const isOpen = trail !== null && sight(actor, trail.needs as Action) === 'organization';
  const names: readonly string[] = [...visitFactNames, ...(isOpen ? trail.shows : [])];
  return Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)));
}
