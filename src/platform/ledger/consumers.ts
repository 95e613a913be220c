import type { Actor } from '../../access/actor.js';
import type { EventName, EventPayloads } from '../../kernel/events.js';
import type { Statement } from '../database/statement.js';
import type { WriteTx } from '../database/tx.js';

/** A line as its consumers read it; `payload` is what the event of this name carries. */
export interface LedgerLine<Name extends EventName = EventName> {
  readonly id: string;
  readonly organization_id: string;
  readonly occurred_at: string;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string | null;
  readonly name: Name;
  readonly version: number;
  readonly subject_id: string;
  readonly client_id: string | null;
  readonly payload: EventPayloads[Name];
}

/** What leaves the house: a mail, a call to another server. Ends when the signal aborts. */
export type Sending = (signal: AbortSignal) => Promise<void>;

interface Subscription<Name extends EventName> {
  readonly name: string;
  readonly events: readonly Name[];
  /** It was given up, for this reason (a code, never a text): what is a person to do now? In the transaction that says so. */
  onParked?(tx: WriteTx, line: LedgerLine<Name>, reason: string): Promise<void>;
}

/** Acts in our own rows. Its work and the mark "done" are one transaction: each line counts exactly once. */
export interface QuickConsumer<Name extends EventName = EventName> extends Subscription<Name> {
  readonly lane: 'quick';
  /** Answers an instant when it is too early; the line then comes again at that time. */
  handle(tx: WriteTx, line: LedgerLine<Name>): Promise<Date | void>;
}

/**
 * Acts over the network. `prepare` is a transaction of its own, and what it answers is sent after that has committed:
 * what a mail says is on record before it leaves. The mark "done" comes after the sending, so a worker that dies in
 * between sends again: **at least once**. So `prepare` gives the same whenever it runs for the same line, and what is
 * sent carries an id that follows from the line.
 */
export interface SendingConsumer<Name extends EventName = EventName> extends Subscription<Name> {
  readonly lane: 'mail' | 'outside';
  /** Answers what to send, an instant when it is too early, or nothing when there is nothing (any more) to send. */
  prepare(tx: WriteTx, line: LedgerLine<Name>): Promise<Sending | Date | void>;
}

/** A room that acts on what others recorded. */
export type Consumer<Name extends EventName = EventName> = QuickConsumer<Name> | SendingConsumer<Name>;
export type Lane = Consumer['lane'];

/** What touches a room's rows when what they belong to was restored: `$1` is the organization, `$2` the restored row. */
export type ComeBack = Readonly<Partial<Record<EventName, Statement>>>;

/** The other side will never take it: no use to try again. `code` tells why, without a word of what was sent. */
export class Refused extends Error {
  override readonly name = 'Refused';

  constructor(readonly code: string) {
    super(code);
  }
}
