import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../../../access/roles.js';
import { AppError } from '../../../kernel/errors.js';
import { OrganizationsDoor } from '../../organizations/organizations.door.js';
import { Accounts } from '../accounts.js';
import type { NewOrganizationBody } from './invitations.schemas.js';
import { InvitationsService } from './invitations.service.js';

type Person = { email: string; name: string; role: StaffRole };

/** A new organization, its first admin and, if named, its first supervisor: the operator's act, who vouches for them. */
@Injectable()
export class FoundingService {
  constructor(
    private readonly organizations: OrganizationsDoor,
    private readonly invitations: InvitationsService,
    private readonly accounts: Accounts,
  ) {}

  /**
   * Makes an organization and invites its first people. Answers its id. Throws 409 `organization.name-taken`, or
   * `organization.admin-has-account` when an address cannot be invited.
   */
  async create({
    adminName,
    adminEmail,
    supervisorName,
    supervisorEmail,
    ...organization
  }: NewOrganizationBody): Promise<string> {
    if (await this.organizations.isNameTaken(organization.name))
      throw new AppError('conflict', 'organization.name-taken', { name: organization.name });
    const people: Person[] = [{ email: adminEmail, name: adminName, role: 'admin' }];
    if (supervisorEmail !== undefined && supervisorName !== undefined)
      people.push({ email: supervisorEmail, name: supervisorName, role: 'supervisor' });
    for (const { email } of people) {
      if (await this.accounts.exists(email))
        throw new AppError('conflict', 'organization.admin-has-account', { email });
    }
    return this.organizations.found(organization, async (tx) => {
      for (const person of people) await this.invitations.insert(tx, person);
    });
  }
}
