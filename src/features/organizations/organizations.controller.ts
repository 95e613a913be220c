import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import { By, Can, Changes, IfMatch, Returns } from '../../platform/http/routes.js';
import {
  Organization,
  OrganizationPatch,
  type OrganizationPatchBody,
  type OrganizationView,
} from './organizations.schemas.js';
import { OrganizationsService } from './organizations.service.js';

@ApiTags('Organization')
@Controller('v1/organization')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @Can('organization.read', 'My organization')
  @Returns(200, Organization, 'The organization.')
  get(@By() actor: StaffActor): Promise<OrganizationView> {
    return this.organizations.get(actor);
  }

  @Patch()
  @Can('organization.change', 'Change the organization')
  @Changes(Organization, 'The organization, as changed.')
  change(
    @By() actor: StaffActor,
    @IfMatch() version: number,
    @Body({ schema: OrganizationPatch }) patch: OrganizationPatchBody,
  ): Promise<OrganizationView> {
    return this.organizations.change(actor, version, patch);
  }
}
