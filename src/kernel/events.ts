export type Fact = string | number | boolean | null;

/** Ids, codes, days and counts; never free text about a person. `Shape` is checked against itself, so interfaces fit too. */
type Facts<Shape> = { readonly [Key in keyof Shape]: Fact | readonly Fact[] | undefined };

/** An event that says all by its name and its subject. */
export type NoFacts = Record<never, never>;

declare const carried: unique symbol;

/** What a room declares about one of its events. */
export interface EventDeclaration<Payload> {
  /** It tells that somebody saw something: nothing follows from it, so it is delivered to nobody. */
  readonly isLook?: true;
  readonly [carried]?: Payload;
}

/** The payload of an event, as a type: `payload<{ coachId: string }>()`; without one, the name says all. */
export function payload(): EventDeclaration<NoFacts>;
export function payload<Payload extends Facts<Payload>>(): EventDeclaration<Payload>;
export function payload(): EventDeclaration<never> {
  return {};
}

/** The same for a look. That of a list over many clients carries how many stood on the slice: `look<{ clients: number }>()`. */
export function look(): EventDeclaration<NoFacts>;
export function look<Payload extends Facts<Payload>>(): EventDeclaration<Payload>;
export function look(): EventDeclaration<never> {
  return { isLook: true };
}

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
