import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import { Answers, By, Can, Changes, IfMatch } from '../../platform/http/routes.js';
import {
  Organization,
  type OrganizationAnswer,
  OrganizationPatch,
  type OrganizationPatchBody,
} from './organizations.schemas.js';
import { OrganizationsService } from './organizations.service.js';

@ApiTags('Organization')
@Controller('v1/organization')
export class OrganizationsController {
  constructor(private readonly organizations: OrganizationsService) {}

  @Get()
  @Can('organization.read', 'My organization')
  @Answers(200, Organization, 'The organization.')
  get(@By() actor: StaffActor): Promise<OrganizationAnswer> {
    return this.organizations.get(actor);
  }

  @Patch()
  @Can('organization.change', 'Change the organization')
  @Changes(Organization, 'The organization, as changed.')
  change(
    @By() actor: StaffActor,
    @IfMatch() version: number,
    @Body({ schema: OrganizationPatch }) patch: OrganizationPatchBody,
  ): Promise<OrganizationAnswer> {
    return this.organizations.change(actor, version, patch);
  }
}
