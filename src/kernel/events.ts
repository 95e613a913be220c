export type Fact = string | number | boolean | null;

/** Ids, codes, days and counts; never free text about a person. `Shape` is checked against itself, so interfaces fit too. */
type Facts<Shape> = { readonly [Key in keyof Shape]: Fact | readonly Fact[] | undefined };

/** An event that says all by its name and its subject. */
export type NoFacts = Record<never, never>;

declare const carried: unique symbol;

/**
 * What the audit trail shows of an event: these facts, to who may do this action (of `access/policy.ts`) to every row of
 * the organization. All others see its name, its subject and its client; of a client's visit, also how it came about.
 */
export interface Trail {
  readonly needs: string;
  readonly shows: readonly string[];
}

/** What a room declares about one of its events. */
export interface EventDeclaration<Payload> {
  /** It tells that somebody saw something: nothing follows from it, so it is delivered to nobody. */
  readonly isLook?: true;
  /** Absent: it has no facts. */
  readonly trail?: Trail;
  readonly [carried]?: Payload;
}

/** What the trail shows of facts of this shape. */
interface TrailOf<Payload> extends Trail {
  readonly shows: readonly (keyof Payload & string)[];
}

/**
 * The payload of an event, as a type, and what the trail shows of it: `payload<{ coachId: string }>({ needs:
 * 'client.read', shows: ['coachId'] })`. Without one, the name says all.
 */
export function payload(): EventDeclaration<NoFacts>;
export function payload<Payload extends Facts<Payload>>(trail: TrailOf<Payload>): EventDeclaration<Payload>;
export function payload(trail?: Trail): EventDeclaration<never> {
  return trail ? { trail } : {};
}

/** The same for a look. */
export function look(): EventDeclaration<NoFacts>;
export function look<Payload extends Facts<Payload>>(trail: TrailOf<Payload>): EventDeclaration<Payload>;
export function look(trail?: Trail): EventDeclaration<never> {
  return { isLook: true, ...payload(trail as never) };
}

/** A look at a list over many clients: the trail says how many stood on the slice. */
export const listLook = (): EventDeclaration<{ clients: number }> =>
  look<{ clients: number }>({ needs: 'audit.read', shows: ['clients'] });

/**
 * What a room records, by name. The room tells the payloads to the ledger with
 * `declare module … { interface EventPayloads extends PayloadsOf<typeof roomEvents> {} }`: then `record` takes nothing
 * else, and a consumer's `line.payload` is of that type. Two rooms that declare one name differently do not compile.
 */
export const defineEvents = <Events extends Readonly<Record<string, EventDeclaration<unknown>>>>(
  events: Events,
): Events => events;

export type PayloadsOf<Events> = {
  [Name in keyof Events]: Events[Name] extends EventDeclaration<infer Payload> ? Payload : never;
};

/** Every event of the house with its payload. Filled by the rooms' `*.events.ts`. */
// biome-ignore lint/suspicious/noEmptyInterface: the rooms fill it
export interface EventPayloads {}

export type EventName = keyof EventPayloads & string;

/** Looks at lists over many clients. */
export type ListLookName = {
  [Name in EventName]: EventPayloads[Name] extends { readonly clients: number } ? Name : never;
}[EventName];
