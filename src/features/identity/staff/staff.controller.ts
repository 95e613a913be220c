import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../../access/actor.js';
import type { Slice } from '../../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../../platform/http/routes.js';
import { RolesService } from './roles.service.js';
import {
  RoleConfirmation, type RoleConfirmationBody, StaffMember, type StaffMemberView, StaffPatch, type StaffPatchBody,
  StaffQuery, type StaffQueryParams, StaffSlice,
} from './staff.schemas.js'; // biome-ignore format: one list
import { StaffService } from './staff.service.js';

@ApiTags('Staff')
@Controller('v1/staff')
export class StaffController {
  constructor(
    private readonly staff: StaffService,
    private readonly roles: RolesService,
  ) {}

  @Get()
  @Can('staff.read', 'The staff')
  @Returns(200, StaffSlice, 'A slice of staff.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: StaffQuery }) query: StaffQueryParams,
  ): Promise<Slice<StaffMemberView>> {
    return this.staff.list(actor, query);
  }

  @Get(':id')
  @Can('staff.read', 'One of the staff')
  @Returns(200, StaffMember, 'The member of staff.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<StaffMemberView> {
    return this.staff.get(actor, id);
  }

  @Patch(':id')
  @Can('staff.change', 'Change what one of the staff is')
  @Changes(StaffMember, 'As changed. A wider sight waits in `proposedRole` for a second person.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: StaffPatch }) patch: StaffPatchBody,
  ): Promise<StaffMemberView> {
    return this.roles.change(actor, id, version, patch);
  }

  @Post(':id/role-change/confirmation')
  @Can('staff.confirm-role', 'Say yes to a role that was asked for, as a second person')
  @Creates(StaffMember, 'The role is changed, and the sessions under the old one have ended.', '/v1/staff/:id', 200)
  confirm(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: RoleConfirmation }) body: RoleConfirmationBody,
  ): Promise<StaffMemberView> {
    return this.roles.confirm(actor, id, body);
  }

  @Post(':id/suspension')
  @Can('staff.suspend', 'Lock an account at once')
  @Creates(StaffMember, 'The account is locked, its sessions have ended.', '/v1/staff/:id', 200)
  suspend(@By() actor: StaffActor, @IdParam() id: string): Promise<StaffMemberView> {
    return this.staff.suspend(actor, id);
  }

  @Delete(':id/suspension')
  @Can('staff.suspend', 'Unlock an account')
  @Returns(204, null, 'The account works again.')
  reinstate(@By() actor: StaffActor, @IdParam() id: string): Promise<void> {
    return this.staff.reinstate(actor, id);
  }
}
