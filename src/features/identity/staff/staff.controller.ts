import { Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../../access/actor.js';
import type { Slice } from '../../../kernel/slices.js';
import { Answers, By, Can, Creates, IdParam } from '../../../platform/http/routes.js';
import { StaffMember, type StaffMemberAnswer, StaffQuery, type StaffQueryParams, StaffSlice } from './staff.schemas.js';
import { StaffService } from './staff.service.js';

@ApiTags('Staff')
@Controller('v1/staff')
export class StaffController {
  constructor(private readonly staff: StaffService) {}

  @Get()
  @Can('staff.read', 'The staff')
  @Answers(200, StaffSlice, 'A slice of staff.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: StaffQuery }) query: StaffQueryParams,
  ): Promise<Slice<StaffMemberAnswer>> {
    return this.staff.list(actor, query);
  }

  @Get(':id')
  @Can('staff.read', 'One of the staff')
  @Answers(200, StaffMember, 'The member of staff.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<StaffMemberAnswer> {
    return this.staff.get(actor, id);
  }

  @Post(':id/suspension')
  @Can('staff.suspend', 'Lock an account at once')
  @Creates(StaffMember, 'The account is locked, its sessions have ended.', '/v1/staff/:id', 200)
  suspend(@By() actor: StaffActor, @IdParam() id: string): Promise<StaffMemberAnswer> {
    return this.staff.suspend(actor, id);
  }

  @Delete(':id/suspension')
  @Can('staff.suspend', 'Unlock an account')
  @Answers(204, null, 'The account works again.')
  reinstate(@By() actor: StaffActor, @IdParam() id: string): Promise<void> {
    return this.staff.reinstate(actor, id);
  }
}
