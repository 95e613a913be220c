import type { StaffRole } from './roles.js';

/** What a repeat needs to know of the first time: the status, and the path where its effect can be read. */
export interface Effect {
  readonly status: number;
  readonly location: string | null;
}

/** A request that may be repeated: the caller's `Idempotency-Key` and what it was sent with. */
export interface Repeat {
  readonly key: string;
  /** Method and path template, so that one key on two routes is two keys. */
  readonly route: string;
  /** Digest of path parameters and body. */
  readonly fingerprint: string;
  /** What is kept of an answer of this route. */
  readonly effectOf: (answer: unknown) => Effect;
}

interface InRequest {
  readonly requestId: string;
  readonly repeat?: Repeat;
}

/** A signed-in member of staff. */
export interface StaffActor extends InRequest {
  readonly kind: 'staff';
  readonly role: StaffRole;
  readonly organizationId: string;
  readonly userId: string;
  readonly sessionId: string;
}

/** One thing of the work, by the word of its kind and its id. */
export interface Opened {
  readonly kind: string;
  readonly id: string;
}

/**
 * How a client came in. `own`: by what was sent to the client's own address. `assisted`: by what staff had in their hands
 * first, on a screen or on paper, so that somebody else may be reading, or typing.
 */
export const visitKinds = ['own', 'assisted'] as const;
export type VisitKind = (typeof visitKinds)[number];

/** What a visit came from: its kind, the link, and who of the staff made that; null when the worker did. */
export interface Visit {
  readonly kind: VisitKind;
  readonly linkId: string;
  readonly linkMadeBy: string | null;
}

/** A client who opened one thing by link or code, and may touch nothing else. */
export interface ClientActor extends InRequest {
  readonly kind: 'client';
  readonly role: 'client';
  readonly organizationId: string;
  readonly clientId: string;
  readonly opened: Opened;
  readonly visit: Visit;
  readonly sessionId: string;
}

/** The worker and the command line, inside one organization and for a named reason. */
export interface SystemActor extends InRequest {
  readonly kind: 'system';
  readonly role: 'operator';
  readonly organizationId: string;
  readonly reason: string;
  /** The organization begins with this very transaction, as this. */
  readonly founds?: { readonly name: string; readonly timeZone: string; readonly locale: string };
}

export type Actor = StaffActor | ClientActor | SystemActor;

export type ActorKind = Actor['kind'];
export const actorKinds = ['staff', 'client', 'system'] as const satisfies readonly ActorKind[];
