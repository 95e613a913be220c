import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/errors.js';
import { OrganizationsDoor } from '../../organizations/organizations.door.js';
import { Accounts } from '../accounts.js';
import type { NewOrganizationBody } from './invitations.schemas.js';
import { InvitationsService } from './invitations.service.js';

/** A new organization and its first admin: the operator's act, on the command line. */
@Injectable()
export class FoundingService {
  constructor(
    private readonly organizations: OrganizationsDoor,
    private readonly invitations: InvitationsService,
    private readonly accounts: Accounts,
  ) {}

  /**
   * Makes an organization and invites its first admin. Answers its id. Throws 409 `organization.name-taken`, or
   * `organization.admin-has-account` when the address cannot be invited.
   */
  async create({ adminName, adminEmail, ...organization }: NewOrganizationBody): Promise<string> {
    if (await this.organizations.isNameTaken(organization.name))
      throw new AppError('conflict', 'organization.name-taken', { name: organization.name });
    if (await this.accounts.exists(adminEmail))
      throw new AppError('conflict', 'organization.admin-has-account', { email: adminEmail });
    const admin = { email: adminEmail, name: adminName, role: 'admin' } as const;
    return this.organizations.found(organization, (tx) => this.invitations.insert(tx, admin));
  }
}
