import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import type { Action } from '../../access/policy.js';
import { changesOf } from '../../kernel/changes.js';
import { notFound, refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Slice, SliceOf } from '../../kernel/slices.js';
import { RESTRICTED } from '../../kernel/tiers.js';
import { Database } from '../../platform/database/database.js';
import type { Tx, WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { FollowUpsDoor } from '../follow-ups/follow-ups.door.js';
import type { BarrierEntity } from './barrier.entity.js';
import { isRestricted, tierOf } from './barrier-kinds.rules.js';
import { type BarrierEvent } from './barriers.events.js';
import { type BarrierInSight, BarriersRepository, COME_BACK, type LockedBarrier } from './barriers.repository.js';
import { identify, move, nextOf } from './barriers.rules.js';
import type {
  BarrierListedView,
  BarrierMoveQueryParams,
  BarrierMoveView,
  BarrierPatchBody,
  BarrierQueryParams,
  BarrierView,
  NewBarrierBody,
  NewBarrierMoveBody,
} from './barriers.schemas.js';
import { RestrictedBarriersService } from './restricted-barriers.service.js';

/** What stands between a client and work, and what is done about it. */
@Injectable()
export class BarriersService {
  constructor(
    private readonly database: Database,
    private readonly repository: BarriersRepository,
    private readonly restricted: RestrictedBarriersService,
    private readonly clients: ClientsDoor,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
    followUps: FollowUpsDoor,
  ) {
    ledger.comesBack('barriers', COME_BACK);
    followUps.about('barrier', async (tx, actor, id) => {
      const found = await repository.find(tx, sight(actor, 'barrier.read'), id);
      return found?.client.id ?? null;
    });
  }

  /** The barriers of one client, newest first. */
  list(actor: StaffActor, clientId: string, query: BarrierQueryParams): Promise<SliceOf<BarrierListedView>> {
    return this.database.read(actor, async (tx) => {
      const { coachId } = await this.clients.get(tx, actor, 'barrier.read', clientId);
      const slice = await this.repository.list(tx, clientId, query);
      const items = await this.restricted.show(tx, { clientId, coachId }, slice.items);
      await this.looks.list(
        tx,
        'barrier.list-seen',
        items.map(() => clientId),
      );
      return { ...slice, items: items.map((item) => ({ ...item, tier: tierOf(item.kind) })) };
    });
  }

  get(actor: StaffActor, id: string): Promise<BarrierView> {
    return this.database.read(actor, async (tx) => {
      const barrier = await this.find(tx, actor, id);
      await this.looks.record(tx, { name: 'barrier.seen', subjectId: id, clientId: barrier.clientId });
      return this.shown(tx, barrier);
    });
  }

  /** The history of one barrier, latest first. */
  moves(actor: StaffActor, id: string, query: BarrierMoveQueryParams): Promise<Slice<BarrierMoveView>> {
    return this.database.read(actor, async (tx) => {
      const { clientId } = await this.find(tx, actor, id);
      const slice = await this.repository.moves(tx, id, query);
      await this.looks.record(tx, { name: 'barrier.seen', subjectId: id, clientId });
      return slice;
    });
  }

  create(actor: StaffActor, clientId: string, body: NewBarrierBody): Promise<BarrierView> {
    return this.database.write(actor, async (tx) => {
      await this.clients.get(tx, actor, 'barrier.create', clientId);
      const { kind, severity = null, note = null } = body;
      const id = newId();
      const isSealed = isRestricted(kind);
      const open = isSealed ? { kind: RESTRICTED, note: null } : { kind, note };
      await this.repository.insert(tx, { id, clientId, ...open, severity });
      if (isSealed) await this.restricted.seal(tx, clientId, id, { kind, note });
      await this.record(tx, identify({ id, clientId, kind }, tx.today));
      return this.reload(tx, id);
    });
  }

  /** Severity and note. The note of a restricted barrier goes under the seal. */
  change(actor: StaffActor, id: string, version: number, patch: BarrierPatchBody): Promise<BarrierView> {
    return this.database.write(actor, async (tx) => {
      const barrier = await this.lock(tx, actor, 'barrier.change', id, version);
      const { severity, note } = patch;
      const isSealed = isRestricted(barrier.kind);
      const open = changesOf(barrier, isSealed ? { severity } : { severity, note });
      const isNoteChanged = isSealed && note !== undefined && (await this.restricted.changeNote(tx, barrier, id, note));
      if (!open && !isNoteChanged) return this.unchanged(tx, await this.find(tx, actor, id));
      const changes = { ...open } as Partial<BarrierEntity>;
      this.repository.change(tx, id, version, changes);
      await this.ledger.record(tx, {
        name: 'barrier.changed',
        subjectId: id,
        clientId: barrier.clientId,
        payload: { fields: [...Object.keys(changes), ...(isNoteChanged ? ['note'] : [])] },
      });
      return this.reload(tx, id);
    });
  }

  /** Throws 422 `barrier.move-not-allowed`, and `barrier.restricted-move-note` for a note that would lie unsealed. */
  move(actor: StaffActor, id: string, body: NewBarrierMoveBody): Promise<BarrierView> {
    return this.database.write(actor, async (tx) => {
      const barrier = await this.lock(tx, actor, 'barrier.change', id);
      const { to, evidence, note } = body;
      if (isRestricted(barrier.kind) && note) throw refused('barrier.restricted-move-note');
      const { history, event } = move(barrier, { to, evidence, note }, { today: tx.today });
      await this.repository.insertMove(tx, {
        id: newId(),
        barrierId: id,
        fromStatus: history.from,
        toStatus: history.to,
        evidence,
        note: history.note,
        occurredOn: history.occurredOn,
        movedBy: actor.userId,
      });
      this.repository.change(tx, id, barrier.version, { status: to });
      await this.record(tx, event);
      return this.reload(tx, id);
    });
  }

  /** Out of every list; can be undone for 30 days. */
  async delete(actor: StaffActor, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const { clientId } = await this.lock(tx, actor, 'barrier.delete', id, version);
      this.repository.change(tx, id, version, { deletedAt: tx.now.toISOString() });
      await this.ledger.record(tx, { name: 'barrier.deleted', subjectId: id, clientId });
    });
  }

  /** What is back already stays as it is. Throws 404 after 30 days. */
  restore(actor: StaffActor, id: string): Promise<BarrierView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'barrier.read'), id);
      if (!found) return this.unchanged(tx, await this.standing(tx, actor, id));
      const { clientId, version } = admitted(actor, 'barrier.delete', found);
      this.repository.change(tx, id, version, { deletedAt: null });
      await this.ledger.record(tx, { name: 'barrier.restored', subjectId: id, clientId });
      return this.reload(tx, id);
    });
  }

  private record(tx: WriteTx, { name, payload }: BarrierEvent): Promise<void> {
    const { barrierId, clientId } = payload;
    return this.ledger.record(tx, { name, subjectId: barrierId, clientId, payload: { ...payload } });
  }

  private async find(tx: Tx, actor: StaffActor, id: string): Promise<BarrierInSight> {
    return admitted(actor, 'barrier.read', await this.repository.find(tx, sight(actor, 'barrier.read'), id));
  }

  private async standing(tx: Tx, actor: StaffActor, id: string): Promise<BarrierInSight> {
    return admitted(actor, 'barrier.delete', await this.repository.find(tx, sight(actor, 'barrier.read'), id));
  }

  private async lock(
    tx: WriteTx,
    actor: StaffActor,
    action: Action,
    id: string,
    version: number | null = null,
  ): Promise<LockedBarrier> {
    return admitted(actor, action, await this.repository.lock(tx, sight(actor, 'barrier.read'), id), version);
  }

  /** Nothing changed, but the answer shows it all the same. */
  private async unchanged(tx: WriteTx, barrier: BarrierInSight): Promise<BarrierView> {
    await this.looks.record(tx, { name: 'barrier.seen', subjectId: barrier.id, clientId: barrier.clientId });
    return this.shown(tx, barrier);
  }

  private async reload(tx: WriteTx, id: string): Promise<BarrierView> {
    const barrier = await this.repository.find(tx, 'organization', id);
    if (!barrier) throw notFound();
    return this.shown(tx, barrier);
  }

  private async shown(tx: Tx, barrier: BarrierInSight): Promise<BarrierView> {
    const [shown = barrier] = await this.restricted.show(tx, barrier, [barrier]);
    return { ...shown, tier: tierOf(shown.kind), moves: nextOf(shown.status) };
  }
}
