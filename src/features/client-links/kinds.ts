import { Injectable } from '@nestjs/common';
import type { ClientActor } from '../../access/actor.js';
import type { WriteTx } from '../../platform/database/tx.js';

/** A page with its status, or where to go on (303). */
export type PageReply = { status: number; html: string } | { goTo: string };

/** A kind of thing that clients open by link or code, declared by its room. */
export interface ClientLinkKind {
  /** Its word in our tables and in `ClientActor.opened`: `debrief`. */
  readonly kind: string;
  /** The page that a visit begins with. */
  readonly page: `/d/${string}`;
  /** Whether this one may be opened still. When not, its link is answered like one that never was. */
  mayOpen(tx: WriteTx, id: string): Promise<boolean>;
  /** What happens because the client came in: a status, a line in the ledger. In the client's own name. */
  opened(tx: WriteTx, actor: ClientActor): Promise<void>;
  /** The client is in again, and here is what was typed on the page whose visit was over. */
  resume?(actor: ClientActor, form: Readonly<Record<string, unknown>>): Promise<{ goTo: string }>;
}

/** The kinds that are known. A link of any other (of a room that is not there any more) opens nothing. */
@Injectable()
export class ClientLinkKinds {
  private readonly kinds = new Map<string, ClientLinkKind>();

  add(kind: ClientLinkKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`Two kinds of client links are named ${kind.kind}`);
    this.kinds.set(kind.kind, kind);
  }

  find(kind: string): ClientLinkKind | null {
    return this.kinds.get(kind) ?? null;
  }
}
