import { Injectable } from '@nestjs/common';
import { admitted, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { AppError, notFound, refused } from '../../kernel/errors.js';
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
import { type ApplicationRow, ApplicationsRepository } from './applications.repository.js';
import { begin } from './applications.rules.js';
import type {
  ApplicationAnswer,
  ApplicationListedAnswer,
  ApplicationPatchBody,
  ApplicationQueryParams,
  NewApplicationBody,
} from './applications.schemas.js';
import { correctAppliedOn } from './stage-moves/days.rules.js';
import { movesOf } from './stage-moves/next-moves.rules.js';
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
  ) {}

  /** The applications in my sight, newest first. The look is recorded. */
  list(actor: StaffActor, query: ApplicationQueryParams): Promise<Slice<ApplicationListedAnswer>> {
    return this.database.read(actor, async (tx) => {
      const page = await this.lists.list(tx, sight(actor, 'application.read'), query);
      const clients = page.items.map(({ client }) => client.id);
      await this.looks.list(tx, 'application.list-seen', clients);
      return page;
    });
  }

  get(actor: StaffActor, id: string): Promise<ApplicationAnswer> {
    return this.database.read(actor, async (tx) => {
      const application = await this.repository.find(tx, sight(actor, 'application.read'), id);
      if (!application) throw notFound();
      await this.looks.record(tx, { name: 'application.seen', subjectId: id, clientId: application.client.id });
      return viewOf(application);
    });
  }

  /** A new application, with the first row of its history. Throws 422 `application.employer-unknown`, 409 `….external-id-taken`. */
  create(actor: StaffActor, body: NewApplicationBody): Promise<ApplicationAnswer> {
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
      return viewOf(await this.repository.last(tx, ids.id));
    });
  }

  /** Changes what the application says; where it stands is changed by moves only. */
  change(actor: StaffActor, id: string, version: number, patch: ApplicationPatchBody): Promise<ApplicationAnswer> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lock(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.change', found, version);
      const stands = await this.repository.find(tx, 'organization', id);
      if (!stands) throw notFound();
      const fields = changesOf(stands, patch);
      if (!fields) return viewOf(stands);
      await this.requireFree(tx, fields.externalId);
      const changes: Partial<ApplicationEntity> = {
        ...(fields as Partial<ApplicationEntity>),
        ...(patch.appliedOn === undefined ? {} : correctAppliedOn(application, patch.appliedOn, { today: tx.today })),
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

  /** Throws 404 after 30 days, 409 `application.external-id-taken` when another has its id in the other system now. */
  restore(actor: StaffActor, id: string): Promise<ApplicationAnswer> {
    return this.database.write(actor, async (tx) => {
      const found = await this.repository.lockDeleted(tx, sight(actor, 'application.read'), id);
      const application = admitted(actor, 'application.delete', found);
      await this.requireFree(tx, application.externalId);
      this.repository.change(tx, id, application.version, { deletedAt: null });
      await this.ledger.record(tx, { name: 'application.restored', subjectId: id, clientId: application.clientId });
      return viewOf(await this.repository.last(tx, id));
    });
  }

  private async requireFree(tx: WriteTx, externalId: string | null | undefined): Promise<void> {
    const id = externalId ? await this.repository.withExternalId(tx, externalId) : null;
    if (id === null) return;
    throw new AppError('conflict', 'application.external-id-taken', {}, [], { type: 'application', id });
  }

  private async employerOf(tx: WriteTx, { employerId, employerName }: NewApplicationBody): Promise<EmployerRef> {
    if (employerName !== undefined) return this.employers.findOrCreate(tx, employerName);
    const employer = employerId === undefined ? null : await this.employers.find(tx, employerId);
    if (!employer) throw refused('application.employer-unknown');
    return employer;
  }
}

/** With what may come next. */
const viewOf = (row: ApplicationRow): ApplicationAnswer => ({ ...row, moves: movesOf(row) });
