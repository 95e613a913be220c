import { Injectable } from '@nestjs/common';
import { require, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { notFound } from '../../kernel/errors.js';
import type { Slice } from '../../kernel/slices.js';
import { requireVersion } from '../../kernel/versions.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import type { FollowUpEntity } from './follow-up.entity.js';
import { FollowUpsDoor } from './follow-ups.door.js';
import { FollowUpsRepository } from './follow-ups.repository.js';
import { needsTitle } from './follow-ups.rules.js';
import type { FollowUpAnswer, FollowUpPatchBody, FollowUpQueryParams, NewFollowUpBody } from './follow-ups.schemas.js';

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
  ) {}

  /** What is due in the caseloads in sight, the earliest first. */
  list(actor: StaffActor, query: FollowUpQueryParams): Promise<Slice<FollowUpAnswer>> {
    return this.database.read(actor, (tx) => this.repository.list(tx, sight(actor, 'follow-up.read'), query));
  }

  get(actor: StaffActor, id: string): Promise<FollowUpAnswer> {
    return this.database.read(actor, async (tx) => {
      const followUp = await this.repository.find(tx, sight(actor, 'follow-up.read'), id);
      if (!followUp) throw notFound();
      await this.looks.record(tx, { name: 'follow-up.seen', subjectId: id, clientId: followUp.clientId });
      return followUp;
    });
  }

  create(actor: StaffActor, body: NewFollowUpBody): Promise<FollowUpAnswer> {
    return this.database.write(actor, async (tx) => {
      await this.clients.get(tx, actor, 'follow-up.create', body.clientId);
      const [id = ''] = await this.door.add(tx, [{ ...body, title: body.title ?? null }]);
      return this.repository.last(tx, id);
    });
  }

  change(actor: StaffActor, id: string, version: number, patch: FollowUpPatchBody): Promise<FollowUpAnswer> {
    return this.database.write(actor, async (tx) => {
      const followUp = await this.lock(tx, actor, id);
      if (patch.title !== undefined) needsTitle(followUp.kind, patch.title);
      requireVersion(version, followUp.version);
      const changes = changesOf(followUp, patch) as Partial<FollowUpEntity> | null;
      if (!changes) return followUp;
      this.repository.change(tx, id, version, changes);
      await this.ledger.record(tx, {
        name: 'follow-up.changed',
        subjectId: id,
        clientId: followUp.clientId,
        payload: { fields: Object.keys(changes) },
      });
      return this.repository.last(tx, id);
    });
  }

  /** Done. Saying so twice changes nothing the second time. */
  complete(actor: StaffActor, id: string): Promise<FollowUpAnswer> {
    return this.database.write(actor, async (tx) => {
      const { clientId, owner, kind } = await this.lock(tx, actor, id);
      if (await this.repository.complete(tx, id, actor.userId)) {
        await this.ledger.record(tx, {
          name: 'follow-up.completed',
          subjectId: id,
          clientId,
          payload: { owner, kind },
        });
      }
      return this.repository.last(tx, id);
    });
  }

  private async lock(tx: WriteTx, actor: StaffActor, id: string): Promise<FollowUpAnswer> {
    const followUp = await this.repository.lock(tx, sight(actor, 'follow-up.read'), id);
    if (!followUp) throw notFound();
    require(actor, 'follow-up.change', { coachId: followUp.coachId });
    return followUp;
  }
}
