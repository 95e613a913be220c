import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { changesOf } from '../../kernel/changes.js';
import type { PayloadsOf } from '../../kernel/events.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { type EventToRecord, Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { FollowUpsDoor } from './follow-ups.door.js';
import { type followUpEvents } from './follow-ups.events.js';
import { COME_BACK, type FollowUpChanges, type FollowUpInSight, FollowUpsRepository } from './follow-ups.repository.js';
import { requireTitle } from './follow-ups.rules.js';
import type { FollowUpPatchBody, FollowUpQueryParams, FollowUpView, NewFollowUpBody } from './follow-ups.schemas.js';

/** Next steps with a day, of clients and of their coaches. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly database: Database,
    private readonly repository: FollowUpsRepository,
    private readonly door: FollowUpsDoor,
    private readonly clients: ClientsDoor,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
  ) {
    ledger.comesBack('follow-ups', COME_BACK);
  }

  /** What is due in the caseloads in sight, the earliest first. */
  list(actor: StaffActor, query: FollowUpQueryParams): Promise<Slice<FollowUpView>> {
    return this.database.read(actor, async (tx) => {
      const slice = await this.repository.list(tx, sight(actor, 'follow-up.read'), query);
      await this.looks.list(
        tx,
        'follow-up.list-seen',
        slice.items.map(({ client }) => client.id),
      );
      return slice;
    });
  }

  get(actor: StaffActor, id: string): Promise<FollowUpView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.repository.find(tx, sight(actor, 'follow-up.read'), id);
      const followUp = admitted(actor, 'follow-up.read', found);
      await this.looks.record(tx, { name: 'follow-up.seen', subjectId: id, clientId: followUp.client.id });
      return followUp;
    });
  }

  create(actor: StaffActor, body: NewFollowUpBody): Promise<FollowUpView> {
    return this.database.write(actor, async (tx) => {
      await this.clients.get(tx, actor, 'follow-up.create', body.clientId);
      if (body.about) await this.door.requireAbout(tx, actor, body.clientId, body.about);
      const [id = ''] = await this.door.add(tx, [{ ...body, title: body.title ?? null }]);
      return this.repository.last(tx, id);
    });
  }

  change(actor: StaffActor, id: string, version: number, patch: FollowUpPatchBody): Promise<FollowUpView> {
    return this.database.write(actor, async (tx) => {
      const followUp = await this.lock(tx, actor, 'follow-up.change', id, version);
      if (patch.title !== undefined) requireTitle(followUp.kind, patch.title);
      const changes = changesOf(followUp, patch) as FollowUpChanges | null;
      if (!changes) return this.unchanged(tx, followUp);
      await this.repository.change(tx, followUp, changes);
      await this.record(tx, followUp, 'follow-up.changed', { fields: Object.keys(changes) });
      return this.repository.last(tx, id);
    });
  }

  /** Done. Saying so twice changes nothing the second time. */
  complete(actor: StaffActor, id: string): Promise<FollowUpView> {
    return this.database.write(actor, async (tx) => {
      const followUp = await this.lock(tx, actor, 'follow-up.change', id);
      const { assignee, kind } = followUp;
      if (!(await this.repository.complete(tx, id, actor.userId))) return this.unchanged(tx, followUp);
      await this.record(tx, followUp, 'follow-up.completed', { assignee, kind });
      return this.repository.last(tx, id);
    });
  }

  /** It is not done after all. What is open stays as it is. */
  reopen(actor: StaffActor, id: string, version: number): Promise<FollowUpView> {
    return this.database.write(actor, async (tx) => {
      const followUp = await this.lock(tx, actor, 'follow-up.change', id, version);
      if (followUp.completedAt === null) return this.unchanged(tx, followUp);
      await this.repository.change(tx, followUp, { completedAt: null, completedBy: null });
      await this.record(tx, followUp, 'follow-up.reopened', {});
      return this.repository.last(tx, id);
    });
  }

  /** Out of every list; can be undone for 30 days. */
  async delete(actor: StaffActor, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const followUp = await this.lock(tx, actor, 'follow-up.delete', id, version);
      await this.repository.change(tx, followUp, { deletedAt: tx.now.toISOString() });
      await this.record(tx, followUp, 'follow-up.deleted', {});
    });
  }

  /** What is back already stays as it is. Throws 404 after 30 days. */
  restore(actor: StaffActor, id: string): Promise<FollowUpView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'follow-up.read'), id);
      const stands = found ? null : await this.repository.find(tx, sight(actor, 'follow-up.read'), id);
      const followUp = admitted(actor, 'follow-up.delete', found ?? stands);
      if (stands) return this.unchanged(tx, stands);
      await this.repository.change(tx, followUp, { deletedAt: null });
      await this.record(tx, followUp, 'follow-up.restored', {});
      return this.repository.last(tx, id);
    });
  }

  /** Nothing changed, but the answer shows it all the same. */
  private async unchanged(tx: WriteTx, followUp: FollowUpInSight): Promise<FollowUpView> {
    await this.looks.record(tx, { name: 'follow-up.seen', subjectId: followUp.id, clientId: followUp.client.id });
    return followUp;
  }

  private async record<Name extends keyof PayloadsOf<typeof followUpEvents>>(
    tx: WriteTx,
    { id, client }: FollowUpInSight,
    name: Name,
    payload: PayloadsOf<typeof followUpEvents>[Name],
  ): Promise<void> {
    await this.ledger.record(tx, { name, subjectId: id, clientId: client.id, payload } as EventToRecord<Name>);
  }

  private async lock(
    tx: WriteTx,
    actor: StaffActor,
    action: Action,
    id: string,
    version: number | null = null,
  ): Promise<FollowUpInSight> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'follow-up.read'), id), version);
  }
}
