import { Injectable } from '@nestjs/common';
import { require, sight } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { notFound, refused } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import type { Slice } from '../../kernel/slices.js';
import { requireVersion } from '../../kernel/versions.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { Looks } from '../../platform/ledger/looks.js';
import { ClientsDoor } from '../clients/clients.door.js';
import { type EmployerRef, EmployersDoor } from '../employers/employers.door.js';
import type { ApplicationEntity } from './application.entity.js';
import { ApplicationListRepository } from './application-list.repository.js';
import { ApplicationsRepository } from './applications.repository.js';
import { begin } from './applications.rules.js';
import type {
  ApplicationAnswer,
  ApplicationListedAnswer,
  ApplicationPatchBody,
  ApplicationQueryParams,
  NewApplicationBody,
} from './applications.schemas.js';
import { correctAppliedOn } from './stage-moves/days.rules.js';
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

  /** The applications in my sight, newest first. */
  list(actor: StaffActor, query: ApplicationQueryParams): Promise<Slice<ApplicationListedAnswer>> {
    return this.database.read(actor, (tx) => this.lists.list(tx, sight(actor, 'application.read'), query));
  }

  get(actor: StaffActor, id: string): Promise<ApplicationAnswer> {
    return this.database.read(actor, async (tx) => {
      const application = await this.repository.find(tx, sight(actor, 'application.read'), id);
      if (!application) throw notFound();
      const { clientId } = application;
      await this.looks.record(tx, { name: 'application.seen', subjectId: id, clientId });
      return application;
    });
  }

  /** A new application, with the first row of its history. Throws 422 `application.employer-unknown`. */
  create(actor: StaffActor, body: NewApplicationBody): Promise<ApplicationAnswer> {
    return this.database.write(actor, async (tx) => {
      const client = await this.clients.get(tx, actor, 'application.create', body.clientId);
      const ids = { id: newId(), clientId: client.id };
      const outcome = begin(ids, body, tx.today);
      const employer = await this.employerOf(tx, body);
      await this.repository.insert(tx, {
        ...ids,
        ...columnsOf(outcome),
        employerId: employer.id,
        jobTitle: body.jobTitle,
        postingUrl: body.postingUrl ?? null,
        postingText: body.postingText ?? null,
        source: body.source ?? null,
      });
      await this.moves.begin(tx, actor, ids.id, outcome);
      return this.repository.last(tx, ids.id);
    });
  }

  /** Changes what the application says; where it stands is changed by moves only. */
  change(actor: StaffActor, id: string, version: number, patch: ApplicationPatchBody): Promise<ApplicationAnswer> {
    return this.database.write(actor, async (tx) => {
      const application = await this.repository.lock(tx, sight(actor, 'application.read'), id);
      if (!application) throw notFound();
      require(actor, 'application.change', { coachId: application.coachId });
      requireVersion(version, application.version);
      const stands = await this.repository.find(tx, 'organization', id);
      if (!stands) throw notFound();
      const fields = changesOf(stands, patch);
      if (!fields) return stands;
      const changes: Partial<ApplicationEntity> = {
        ...(fields as Partial<ApplicationEntity>),
        ...(patch.appliedOn === undefined ? {} : correctAppliedOn(application, patch.appliedOn, { today: tx.today })),
      };
      this.repository.change(tx, id, version, changes);
      const { clientId } = application;
      const payload = { fields: Object.keys(fields) };
      await this.ledger.record(tx, { name: 'application.changed', subjectId: id, clientId, payload });
      return this.repository.last(tx, id);
    });
  }

  private async employerOf(tx: WriteTx, { employerId, employerName }: NewApplicationBody): Promise<EmployerRef> {
    if (employerName !== undefined) return this.employers.findOrCreate(tx, employerName);
    const employer = employerId === undefined ? null : await this.employers.find(tx, employerId);
    if (!employer) throw refused('application.employer-unknown');
    return employer;
  }
}
