import { Injectable } from '@nestjs/common';
import type { WriteTx } from '../../platform/database/tx.js';
import type { FoundedOrganization } from './organizations.schemas.js';
import { OrganizationsService } from './organizations.service.js';

/** What other rooms may ask about organizations. */
@Injectable()
export class OrganizationsDoor {
  constructor(private readonly organizations: OrganizationsService) {}

  /** Is there an organization of this name, in the whole installation? */
  isNameTaken(name: string): Promise<boolean> {
    return this.organizations.isNameTaken(name);
  }

  /** Makes an organization, and in the same transaction what it begins with. Answers its id. */
  found(organization: FoundedOrganization, beginWith: (tx: WriteTx) => Promise<unknown>): Promise<string> {
    return this.organizations.found(organization, beginWith);
  }
}
