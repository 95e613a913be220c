import { Injectable } from '@nestjs/common';
import { admitted } from '../../access/access.js';
import type { StaffActor } from '../../access/actor.js';
import { changesOf } from '../../kernel/changes.js';
import { AppError } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { withE164 } from '../../kernel/phones.js';
import { Database } from '../../platform/database/database.js';
import type { WriteTx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { OrganizationsRepository } from './organizations.repository.js';
import type { FoundedOrganization, OrganizationPatchBody, OrganizationView } from './organizations.schemas.js';

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

  everyId(): Promise<string[]> {
    return this.database.acrossOrganizations('what is done for each organization', (tx) => this.repository.everyId(tx));
  }

  /** Is there an organization of this name? */
  isNameTaken(name: string): Promise<boolean> {
    return this.database.acrossOrganizations('names of organizations stand beside each other', (tx) =>
      this.repository.isNameTaken(tx, name),
    );
  }

  /** Makes an organization, and in the same transaction what it begins with. Answers its id. */
  async found(founds: FoundedOrganization, beginWith?: (tx: WriteTx) => Promise<unknown>): Promise<string> {
    const id = newId();
    const work = async (tx: WriteTx): Promise<void> => {
      await this.ledger.record(tx, { name: 'organization.created', subjectId: id });
      await beginWith?.(tx);
    };
    await this.database.asSystem(id, 'found an organization', work, { founds });
    return id;
  }

  get(actor: StaffActor): Promise<OrganizationView> {
    return this.database.read(actor, async (tx) =>
      admitted(actor, 'organization.read', await this.repository.find(tx)),
    );
  }

  change(actor: StaffActor, version: number, patch: OrganizationPatchBody): Promise<OrganizationView> {
    return this.database.write(actor, async (tx) => {
      const organization = admitted(actor, 'organization.change', await this.repository.find(tx), version);
      const changes = changesOf(organization, patch);
      if (!changes) return organization;
      const after = { ...organization, ...withE164(changes as Partial<OrganizationView>) };
      if (!(await this.repository.update(tx, organization.version, after)))
        throw new AppError('stale', 'http.version-stale');
      const payload = { fields: Object.keys(changes) };
      await this.ledger.record(tx, { name: 'organization.changed', subjectId: organization.id, payload });
      return this.repository.last(tx);
    });
  }
}
