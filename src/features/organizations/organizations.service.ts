import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { AppError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { requireVersion } from '../../kernel/versions.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { OrganizationsRepository } from './organizations.repository.js';
import type { FoundedOrganization, OrganizationAnswer, OrganizationPatchBody } from './organizations.schemas.js';

/** The agency itself. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly repository: OrganizationsRepository,
    private readonly ledger: Ledger,
  ) {}

  /** Is there no organization yet, in the whole installation? */
  isEmpty(): Promise<boolean> {
    return this.database.acrossOrganizations('the first organization has no tenant yet', (tx) =>
      this.repository.isEmpty(tx),
    );
  }

  /** Is there an organization of this name? */
  isNameTaken(name: string): Promise<boolean> {
    return this.database.acrossOrganizations('names of organizations stand beside each other', (tx) =>
      this.repository.isNameTaken(tx, name),
    );
  }

  /** Makes an organization, with nobody in it yet. Answers its id. */
  async found({ name, timeZone, locale }: FoundedOrganization): Promise<string> {
    const id = newId();
    await this.database.acrossOrganizations('a new organization has no tenant yet', (tx) =>
      this.repository.insert(tx, { id, name, timeZone, locale }),
    );
    await this.database.asSystem(id, 'record the new organization', (tx) =>
      this.ledger.record(tx, { name: 'organization.created', subjectId: id }),
    );
    return id;
  }

  get(actor: Actor): Promise<OrganizationAnswer> {
    return this.database.read(actor, (tx) => this.load(tx));
  }

  async change(actor: Actor, version: number, patch: OrganizationPatchBody): Promise<OrganizationAnswer> {
    return this.database.write(actor, async (tx) => {
      const organization = await this.load(tx);
      requireVersion(version, organization.version);
      const changes = changesOf(organization, patch);
      if (!changes) return organization;
      if (
        !(await this.repository.update(tx, version, { ...organization, ...(changes as Partial<OrganizationAnswer>) }))
      )
        throw new AppError('stale', 'http.version-stale');
      await this.ledger.record(tx, {
        name: 'organization.changed',
        subjectId: tx.organizationId,
        payload: { fields: Object.keys(changes) },
      });
      return this.load(tx);
    });
  }

  private async load(tx: Tx): Promise<OrganizationAnswer> {
    const organization = await this.repository.get(tx);
    if (!organization) throw notFound();
    return organization;
  }
}
