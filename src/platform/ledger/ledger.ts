import type { Actor } from '../../access/actor.js';
import { policy } from '../../access/policy.js';
import type { EventDeclaration, EventName, EventPayloads, Fact, Trail } from '../../kernel/events.js';
import { type SqlValue, statement } from '../database/statement.js';
import type { WriteTx } from '../database/tx.js';
import type { ComeBack, Consumer } from './consumers.js';

/** What happened to one row. Ids, codes, days and counts; never free text about a person. */
export interface LedgerEvent {
  readonly name: string;
  readonly version?: number;
  readonly subjectId: string;
  /** The client it is about, so that the audit trail of a client is one index range. */
  readonly clientId?: string | null;
  readonly payload?: Readonly<Record<string, Fact | readonly Fact[]>>;
}

/** What a room records, by name. */
export type Events = Readonly<Record<string, EventDeclaration<unknown>>>;

/** The same with the payload that the event of this name carries. */
export type EventToRecord<Name extends EventName> = Omit<LedgerEvent, 'name' | 'payload'> & {
  readonly name: Name;
} & (Record<never, never> extends EventPayloads[Name]
    ? { readonly payload?: EventPayloads[Name] }
    : { readonly payload: EventPayloads[Name] });

const RECORD = statement(
  'ledger.record',
  `with line as (
     insert into ledger_lines (organization_id, actor_kind, actor_id, name, version, subject_id, client_id, payload, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     returning organization_id, id)
   insert into deliveries (organization_id, line_id, consumer)
   select line.organization_id, line.id, consumer from line, unnest($10::text[]) as consumer`,
);

/** The user or client behind a line; the system has no id. */
export function actorIdOf(actor: Actor): string | null {
  switch (actor.kind) {
    case 'staff':
      return actor.userId;
    case 'client':
      return actor.clientId;
    case 'system':
      return null;
  }
}

/** On each line of a client's visit: how the client came in, and by whose link. The trail shows them with the line. */
export const visitFactNames = ['visit', 'visitLinkId', 'visitLinkMadeBy'] as const;
const visitFacts = (actor: Actor): Readonly<Partial<Record<(typeof visitFactNames)[number], Fact>>> =>
  actor.kind === 'client'
    ? { visit: actor.visit.kind, visitLinkId: actor.visit.linkId, visitLinkMadeBy: actor.visit.linkMadeBy }
    : {};

/** The record of what happened. Audit, notifications and later rooms read it; no room calls them. */
export class Ledger {
  private readonly known = new Map<string, EventDeclaration<unknown>>();
  private readonly consumersByEvent = new Map<string, Consumer[]>();
  readonly consumers = new Map<string, Consumer>();

  /** Knows the events of each room from its declaration; a name declared twice is a mistake. */
  constructor(declared: readonly Events[]) {
    for (const [name, declaration] of declared.flatMap((events) => Object.entries(events))) {
      if (this.known.has(name)) throw new Error(`The event ${name} is declared twice`);
      const needs = declaration.trail?.needs;
      if (needs !== undefined && !(needs in policy))
        throw new Error(`The trail of ${name} needs ${needs}, which is no action`);
      this.known.set(name, declaration);
    }
  }

  subscribe<Name extends EventName>(typed: Consumer<Name>): void {
    // What its handler gets is a line of one of its own events: the narrow type holds, the list need not know it.
    const consumer = typed as unknown as Consumer;
    if (this.consumers.has(consumer.name)) throw new Error(`Two consumers are named ${consumer.name}`);
    if (new Set(consumer.events).size !== consumer.events.length)
      throw new Error(`${consumer.name} takes an event twice`);
    this.consumers.set(consumer.name, consumer);
    for (const event of consumer.events) {
      this.consumersByEvent.set(event, [...(this.consumersByEvent.get(event) ?? []), consumer]);
    }
  }

  /**
   * Rows that come back with what they belong to were not changed themselves, and a copy that asks for `updatedAfter` would
   * never hear of them again. So they count up, like all that is changed.
   */
  comesBack(room: string, touches: ComeBack): void {
    this.subscribe({
      name: `${room}.come-back`,
      lane: 'quick',
      events: Object.keys(touches) as EventName[],
      handle: async (tx, line) => {
        const touch = touches[line.name];
        if (touch) await tx.run(touch, [tx.organizationId, line.subject_id]);
      },
    });
  }

  /** Throws when somebody waits for an event that nobody records, or for a look. Called once all rooms are built. */
  verify(): void {
    for (const event of this.consumersByEvent.keys()) {
      if (!this.known.has(event)) throw new Error(`A consumer waits for ${event}, which no room declares`);
      if (this.known.get(event)?.isLook) throw new Error(`A consumer waits for ${event}, which is a look`);
    }
  }

  /** Writes the line, and a delivery for each consumer of its name, in the transaction of the change. */
  async record<Name extends EventName>(tx: WriteTx, event: EventToRecord<Name>): Promise<void> {
    const consumers = (this.consumersByEvent.get(event.name) ?? []).map((consumer) => consumer.name);
    tx.later(RECORD, [...this.lineValues(tx, event as LedgerEvent), consumers]);
  }

  /** What the trail shows of an event of this name; null for one without facts, or that only an older release declared. */
  trailOf(name: string): Trail | null {
    return this.known.get(name)?.trail ?? null;
  }

  /** Throws for an event that no room declares. */
  mustKnow(name: string): void {
    if (!this.known.has(name)) throw new Error(`The event ${name} is declared by no room`);
  }

  /** A line as values, in the order of its columns. */
  private lineValues(tx: WriteTx, event: LedgerEvent): SqlValue[] {
    this.mustKnow(event.name);
    return [
      tx.organizationId,
      tx.actor.kind,
      actorIdOf(tx.actor),
      event.name,
      event.version ?? 1,
      event.subjectId,
      event.clientId ?? null,
      JSON.stringify({ ...event.payload, ...visitFacts(tx.actor) }),
      tx.actor.requestId,
    ];
  }
}
