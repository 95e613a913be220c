import { Injectable } from '@nestjs/common';
import { admitted, allows, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { notFound, refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { type EmployerRef, EmployersDoor } from '../employers/employers.door.js';
import type { ApplicationEntity } from './application.entity.js';
import { ApplicationListRepository } from './application-list.repository.js';
import { type ApplicationRow, ApplicationsRepository, COME_BACK } from './applications.repository.js';
import { begin, externalIdTaken } from './applications.rules.js';
import type {
  ApplicationListedView,
  ApplicationPatchBody,
  ApplicationQueryParams,
  ApplicationView,
  NewApplicationBody,
} from './applications.schemas.js';
import { correctAppliedOn } from './stage-moves/days.rules.js';
import { nextOf } from './stage-moves/next-moves.rules.js';
import { columnsOf, StageMovesService } from './stage-moves/stage-moves.service.js';

/** What clients ask of employers: one job each. */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly database: Database,
    private readonly repository: ApplicationsRepository,
    private readonly lists: ApplicationListRepository,
    private readonly moves: StageMovesService,
    private readonly clients: ClientsDoor,
    private readonly employers: EmployersDoor,
    private readonly ledger: Ledger,
    private readonly looks: Looks,
  ) {
    ledger.comesBack('applications', COME_BACK);
  }

  /** The applications in my sight, newest first. The look is recorded. */
  list(actor: StaffActor, query: ApplicationQueryParams): Promise<Slice<ApplicationListedView>> {
    return this.database.read(actor, async (tx) => {
      const slice = await this.lists.list(tx, sight(actor, 'application.read'), query);
      const clients = slice.items.map(({ client }) => client.id);
      await this.looks.list(tx, 'application.list-seen', clients);
      return slice;
    });
  }

  get(actor: StaffActor, id: string): Promise<ApplicationView> {
    return this.database.read(actor, async (tx) => {
      const found = await this.repository.find(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.read', found && { ...found, coachId: found.coach.id });
      await this.looks.record(tx, { name: 'application.seen', subjectId: id, clientId: application.client.id });
      return viewOf(application);
    });
  }

  /**
   * A new application, with the first row of its history. Says so when the name of the employer was taken for another
   * spelling of one that is there. Throws 422 `application.employer-unknown`, 409 `….external-id-taken`.
   */
  create(actor: StaffActor, body: NewApplicationBody): Promise<ApplicationView> {
    return this.database.write(actor, async (tx) => {
      const client = await this.clients.get(tx, actor, 'application.create', body.clientId);
      const ids = { id: newId(), clientId: client.id };
      const outcome = begin(ids, body, tx.today);
      await this.requireFree(tx, body.externalId);
      const employer = await this.employerOf(tx, body);
      await this.repository.insert(tx, {
        ...ids,
        ...columnsOf(outcome),
        employerId: employer.id,
        jobTitle: body.jobTitle,
        externalId: body.externalId ?? null,
        postingUrl: body.postingUrl ?? null,
        postingText: body.postingText ?? null,
        source: body.source ?? null,
      });
      await this.moves.begin(tx, actor, ids.id, outcome);
      const written = viewOf(await this.repository.last(tx, ids.id));
      const isOther = body.employerName !== undefined && body.employerName !== employer.name;
      return isOther ? { ...written, employerNameGiven: body.employerName } : written;
    });
  }

  /** Changes what the application says; where it stands is changed by moves only. */
  change(actor: StaffActor, id: string, version: number, patch: ApplicationPatchBody): Promise<ApplicationView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lock(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.change', found, version);
      const stands = await this.repository.find(tx, 'organization', id);
      if (!stands) throw notFound();
      const fields = changesOf(stands, patch);
      if (!fields) {
        await this.looks.record(tx, { name: 'application.seen', subjectId: id, clientId: stands.client.id });
        return viewOf(stands);
      }
      await this.requireFree(tx, fields.externalId);
      const changes: Partial<ApplicationEntity> = {
        ...(fields as Partial<ApplicationEntity>),
        ...(fields.appliedOn === undefined ? {} : correctAppliedOn(application, fields.appliedOn, { today: tx.today })),
      };
      this.repository.change(tx, id, application.version, changes);
      const { clientId } = application;
      const payload = { fields: Object.keys(fields) };
      await this.ledger.record(tx, { name: 'application.changed', subjectId: id, clientId, payload });
      return viewOf(await this.repository.last(tx, id));
    });
  }

  /** Takes it out of every list and count, with its interviews and debriefs; can be undone for 30 days. */
  async delete(actor: StaffActor, id: string, version: number): Promise<void> {
    await this.database.write(actor, async (tx) => {
      const found = await this.repository.lock(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.delete', found, version);
      const deleted = { deletedAt: tx.now.toISOString() };
      this.repository.change(tx, id, application.version, deleted);
      await this.ledger.record(tx, { name: 'application.deleted', subjectId: id, clientId: application.clientId });
    });
  }

  /**
   * What is back already stays as it is. Throws 404 after 30 days, 409 `application.external-id-taken` when another has its id in the other system
   * now.
   */
  restore(actor: StaffActor, id: string): Promise<ApplicationView> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'application.read'), id);
      const stands = found ? null : await this.repository.load(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.delete', found ?? stands);
      if (stands) {
        const { clientId } = stands;
        await this.looks.record(tx, { name: 'application.seen', subjectId: id, clientId });
        return viewOf(await this.repository.last(tx, id));
      }
      await this.requireFree(tx, application.externalId, false);
      this.repository.change(tx, id, application.version, { deletedAt: null });
      await this.ledger.record(tx, { name: 'application.restored', subjectId: id, clientId: application.clientId });
      return viewOf(await this.repository.last(tx, id));
    });
  }

  /**
   * Throws 409 `application.external-id-taken`, which names the one that has it. An application that went with its client
   * gives the id up: nobody sees it, so nobody could.
   */
  private async requireFree(tx: WriteTx, externalId: string | null | undefined, isInBody = true): Promise<void> {
    const other = externalId ? await this.repository.withExternalId(tx, externalId) : null;
    if (other === null) return;
    const { id, clientId } = other;
    if (!other.isGone) throw externalIdTaken(allows(tx.actor, 'application.read', other) ? id : undefined, isInBody);
    this.repository.change(tx, id, other.version, { externalId: null });
    const payload = { fields: ['externalId'] };
    await this.ledger.record(tx, { name: 'application.changed', subjectId: id, clientId, payload });
  }

  private async employerOf(tx: WriteTx, { employerId, employerName }: NewApplicationBody): Promise<EmployerRef> {
    if (employerName !== undefined) return this.employers.findOrCreate(tx, employerName);
    const employer = employerId === undefined ? null : await this.employers.find(tx, employerId);
    if (!employer) throw refused('application.employer-unknown');
    return employer;
  }
}

/** With what may come next. */
const viewOf = (row: ApplicationRow): ApplicationView => ({ ...row, moves: nextOf(row) });
