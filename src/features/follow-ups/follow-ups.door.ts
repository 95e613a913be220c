import { Injectable } from '@nestjs/common';
import type { StaffActor } from '../../access/actor.js';
import { notFound, refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { FollowUpsRepository, type FollowUpToAdd } from './follow-ups.repository.js';
import { type About, type FollowUpKind, requireTitle } from './follow-ups.rules.js';

/** A next step as the other rooms hand it over. */
export type NewFollowUpRow = Pick<FollowUpToAdd, 'clientId' | 'assignee' | 'kind' | 'dueOn'> &
  Partial<Pick<FollowUpToAdd, 'title'>> & { readonly about?: About | null | undefined };

/** Whose the thing of this id is: its client, or null when the actor does not see it. */
export type ClientOf = (tx: Tx, actor: StaffActor, id: string) => Promise<string | null>;

/** How other rooms write next steps down, and say which of their things a step may be about. */
@Injectable()
export class FollowUpsDoor {
  private readonly things = new Map<About['type'], ClientOf>();

  constructor(
    private readonly repository: FollowUpsRepository,
    private readonly ledger: Ledger,
  ) {}

  /** A room above lets its things be what a step is about. */
  about(type: About['type'], clientOf: ClientOf): void {
    this.things.set(type, clientOf);
  }

  /** Throws 404 when the actor does not see the thing, 422 `follow-up.about-another-client` when it is another client's. */
  async requireAbout(tx: Tx, actor: StaffActor, clientId: string, { type, id }: About): Promise<void> {
    const whose = (await this.things.get(type)?.(tx, actor, id)) ?? null;
    if (whose === null) throw notFound();
    if (whose !== clientId) throw refused('follow-up.about-another-client');
  }

  /**
   * Adds next steps in the caller's transaction and answers their ids, in order. The caller has seen to access: the
   * clients are of this organization, and the actor may do this. Throws 422 `follow-up.title-missing`.
   */
  async add(tx: WriteTx, rows: readonly NewFollowUpRow[]): Promise<string[]> {
    if (rows.length === 0) return [];
    // Ids of one millisecond have no order among themselves; sorted, those due on one day are listed as handed over.
    const ids = rows.map(() => newId()).sort();
    const full = rows.map((row, at) => {
      const { about, title = null, ...rest } = row;
      requireTitle(row.kind, title);
      return { ...rest, id: ids[at] ?? newId(), title, aboutType: about?.type ?? null, aboutId: about?.id ?? null };
    });
    await this.repository.add(tx, full);
    for (const row of full) await this.tell(tx, row);
    return full.map(({ id }) => id);
  }

  /**
   * One next step of the coach that follows from something (a move, a debrief), and follows from it once however often
   * it is told. False: it was there before.
   */
  async addOnce(tx: WriteTx, row: Omit<NewFollowUpRow, 'assignee'>, causeId: string): Promise<boolean> {
    const { about, title = null, ...rest } = row;
    const of = { aboutType: about?.type ?? null, aboutId: about?.id ?? null };
    const full: FollowUpToAdd = { ...rest, ...of, id: newId(), title, assignee: 'coach' };
    if (!(await this.repository.addOnce(tx, full, causeId))) return false;
    await this.tell(tx, full);
    return true;
  }

  /** Whether the coach of this client has one of this kind to do, about this thing when one is named. */
  hasOpen(tx: WriteTx, clientId: string, kind: FollowUpKind, about: About | null = null): Promise<boolean> {
    return this.repository.hasOpen(tx, clientId, kind, about);
  }

  /**
   * What was to be done about this is done by the act of this transaction, or is no more to be done: then by nobody.
   * `causedBefore`: only what followed from something older than this.
   */
  async completeAbout(
    tx: WriteTx,
    of: { clientId: string; kinds: readonly FollowUpKind[]; about: About; causedBefore?: string },
  ): Promise<void> {
    const by = tx.actor.kind === 'staff' ? tx.actor.userId : null;
    for (const { id, assignee, kind } of await this.repository.completeAbout(tx, { ...of, by })) {
      const payload = { assignee, kind };
      await this.ledger.record(tx, { name: 'follow-up.completed', subjectId: id, clientId: of.clientId, payload });
    }
  }

  private async tell(tx: WriteTx, row: FollowUpToAdd): Promise<void> {
    const { id, clientId, assignee, kind, dueOn, aboutType, aboutId } = row;
    const payload = { assignee, kind, dueOn, aboutType, aboutId };
    await this.ledger.record(tx, { name: 'follow-up.created', subjectId: id, clientId, payload });
  }
}
