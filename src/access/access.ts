import { AppError, notFound } from '../kernel/errors.js';
import { requireVersion } from '../kernel/versions.js';
import type { Actor, Opened } from './actor.js';
import { type Action, policy, type Reach } from './policy.js';
import type { Role } from './roles.js';

/** What is known of a loaded row: whose caseload it stands in, or that it is a thing that clients open by link. */
export interface Facts {
  readonly coachId?: string | null;
  readonly opened?: Opened;
}

/** Could this role ever do it, wherever it stands? The guard's question, before anything is loaded. */
export const couldEver = (role: Role, action: Action): boolean => policy[action][role] !== 'none';

/** How far the actor sees for this action: the question of lists and look-ups. */
export const sight = (actor: Actor, action: Action): Reach => policy[action][actor.role];

/** May the actor do it to this one row? The row is of the actor's organization: the database saw to that. */
export function allows(actor: Actor, action: Action, facts: Facts): boolean {
  switch (sight(actor, action)) {
    case 'none':
      return false;
    case 'organization':
      return true;
    case 'own':
      return actor.kind === 'client' ? isSame(actor.opened, facts.opened) : isOwn(actor, facts);
  }
}

const isSame = (opened: Opened, asked: Opened | undefined): boolean =>
  opened.kind === asked?.kind && opened.id === asked.id;

const isOwn = (actor: Actor, facts: Facts): boolean => actor.kind === 'staff' && facts.coachId === actor.userId;

/** Throws 403 `access.not-allowed` unless the actor may do it to this row. */
export function require(actor: Actor, action: Action, facts: Facts): void {
  if (!allows(actor, action, facts)) throw new AppError('forbidden', 'access.not-allowed', { action });
}

/**
 * How every act on one row begins: it is in sight or 404, the actor may do this or 403, it still has the version that was
 * read or 412. `row`: as loaded with the actor's sight, null when there is none; one on no caseload has an `id` alone.
 */
export function admitted<Row extends Facts | { readonly id: string }>(
  actor: Actor,
  action: Action,
  row: Row | null,
): Row;
export function admitted<Row extends Facts & { readonly version: number }>(
  actor: Actor,
  action: Action,
  row: Row | null,
  version: number | null,
): Row;
export function admitted<Row extends Facts & { readonly version?: number }>(
  actor: Actor,
  action: Action,
  row: Row | null,
  version: number | null = null,
): Row {
  if (row === null) throw notFound();
  require(actor, action, row);
  if (version !== null && row.version !== undefined) requireVersion(version, row.version);
  return row;
}
