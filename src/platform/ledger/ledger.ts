import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { type SqlValue, statement } from '../database/statement.js';
import type { WriteTx } from '../database/tx.js';

type Fact = string | number | boolean | null;

/** What happened to one row. Ids, codes, days and counts; never free text about a person. */
export interface LedgerEvent {
  readonly name: string;
  readonly version?: number;
  readonly subjectId: string;
  /** The client it is about, so that the audit trail of a client is one index range. */
  readonly clientId?: string | null;
  readonly payload?: Readonly<Record<string, Fact | readonly Fact[]>>;
}

/** A line as its consumers read it. */
export interface LedgerLine {
  readonly id: string;
  readonly organization_id: string;
  readonly occurred_at: string;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly name: string;
  readonly version: number;
  readonly subject_id: string;
  readonly client_id: string | null;
  readonly payload: Readonly<Record<string, Fact | readonly Fact[]>>;
}

/** A room that acts on what others recorded. Its work and the mark "done" are one transaction: each line counts once. */
export interface Consumer {
  readonly name: string;
  readonly events: readonly string[];
  /** Answers an instant when it is too early; the line then comes again at that time. */
  handle(tx: WriteTx, line: LedgerLine): Promise<Date | void>;
}

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

/** The record of what happened. Audit, notifications and later rooms read it; no room calls them. */
@Injectable()
export class Ledger {
  private readonly known = new Set<string>();
  private readonly consumersByEvent = new Map<string, Consumer[]>();
  readonly consumers = new Map<string, Consumer>();

  /** Makes event names known. A room declares its own when it is built; a name declared twice is a mistake. */
  declare(names: readonly string[]): void {
    for (const name of names) {
      if (this.known.has(name)) throw new Error(`The event ${name} is declared twice`);
      this.known.add(name);
    }
  }

  subscribe(consumer: Consumer): void {
    if (this.consumers.has(consumer.name)) throw new Error(`Two consumers are named ${consumer.name}`);
    if (new Set(consumer.events).size !== consumer.events.length)
      throw new Error(`${consumer.name} takes an event twice`);
    this.consumers.set(consumer.name, consumer);
    for (const event of consumer.events) {
      this.consumersByEvent.set(event, [...(this.consumersByEvent.get(event) ?? []), consumer]);
    }
  }

  /** Throws when somebody waits for an event that nobody records. Called once all rooms are built. */
  verify(): void {
    for (const event of this.consumersByEvent.keys()) {
      if (!this.known.has(event)) throw new Error(`A consumer waits for ${event}, which no room declares`);
    }
  }

  /** Writes the line, and a delivery for each consumer of its name, in the transaction of the change. */
  async record(tx: WriteTx, event: LedgerEvent): Promise<void> {
    const consumers = (this.consumersByEvent.get(event.name) ?? []).map((consumer) => consumer.name);
    tx.later(RECORD, [...this.lineValues(tx, event), consumers]);
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
      JSON.stringify(event.payload ?? {}),
      tx.actor.requestId,
    ];
  }
}
