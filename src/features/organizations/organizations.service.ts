import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { AppError, notFound } from '../../kernel/errors.js';
import { newId } from '../../kernel/ids.js';
import { Database } from '../../platform/database/database.js';
import type { Tx } from '../../platform/database/tx.js';
import { Ledger } from '../../platform/ledger/ledger.js';
import { InvitationsService } from './invitations.service.js';
import { organizationEvents } from './organizations.events.js';
import { OrganizationsRepository } from './organizations.repository.js';
import type { OrganizationAnswer, OrganizationPatchBody } from './organizations.schemas.js';

export interface NewOrganization {
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly adminName: string;
  readonly adminEmail: string;
}

/** The agency itself. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly database: Database,
    private readonly repository: OrganizationsRepository,
    private readonly invitations: InvitationsService,
    private readonly ledger: Ledger,
  ) {
    ledger.declare(organizationEvents);
  }

  /** Makes an organization and invites its first admin: the operator's act, on the command line. Answers its id. */
  async create(organization: NewOrganization): Promise<string> {
    const id = newId();
    const { name, timeZone, locale } = organization;
    await this.database.acrossOrganizations('a new organization has no tenant yet', (tx) =>
      this.repository.insert(tx, { id, name, timeZone, locale }),
    );
    await this.database.asSystem(id, 'invite the first admin', async (tx) => {
      await this.ledger.record(tx, { name: 'organization.created', subjectId: id });
      await this.invitations.insert(tx, {
        email: organization.adminEmail,
        name: organization.adminName,
        role: 'admin',
      });
    });
    return id;
  }

  get(actor: Actor): Promise<OrganizationAnswer> {
    return this.database.read(actor, (tx) => this.load(tx));
  }

  async change(actor: Actor, version: number, patch: OrganizationPatchBody): Promise<OrganizationAnswer> {
    return this.database.write(actor, async (tx) => {
      if (!(await this.repository.update(tx, version, patch))) throw new AppError('stale', 'http.version-stale');
      await this.ledger.record(tx, {
        name: 'organization.changed',
        subjectId: tx.organizationId,
        payload: { fields: Object.keys(patch) },
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
