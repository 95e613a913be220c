import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../platform/http/routes.js';
import {
  FollowUp, FollowUpPatch, type FollowUpPatchBody, FollowUpQuery, type FollowUpQueryParams,
  FollowUpSlice, type FollowUpView, NewFollowUp, type NewFollowUpBody,
} from './follow-ups.schemas.js'; // biome-ignore format: one list
import { FollowUpsService } from './follow-ups.service.js';

@ApiTags('Follow-ups')
@Controller('v1/follow-ups')
export class FollowUpsController {
  constructor(private readonly followUps: FollowUpsService) {}

  @Get()
  @Can('follow-up.read', 'Next steps of the clients in my sight, by due day')
  @Returns(200, FollowUpSlice, 'A slice of follow-ups.')
  list(
    @By() actor: StaffActor,
    @Query({ schema: FollowUpQuery }) query: FollowUpQueryParams,
  ): Promise<Slice<FollowUpView>> {
    return this.followUps.list(actor, query);
  }

  @Post()
  @Can('follow-up.create', 'Write down a next step')
  @Creates(FollowUp, 'The follow-up.', '/v1/follow-ups/{id}')
  create(@By() actor: StaffActor, @Body({ schema: NewFollowUp }) body: NewFollowUpBody): Promise<FollowUpView> {
    return this.followUps.create(actor, body);
  }

  @Get(':id')
  @Can('follow-up.read', 'One next step')
  @Returns(200, FollowUp, 'The follow-up. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<FollowUpView> {
    return this.followUps.get(actor, id);
  }

  @Patch(':id')
  @Can('follow-up.change', 'Change words or day of a next step')
  @Changes(FollowUp, 'The follow-up, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: FollowUpPatch }) patch: FollowUpPatchBody,
  ): Promise<FollowUpView> {
    return this.followUps.change(actor, id, version, patch);
  }

  @Delete(':id')
  @Can('follow-up.delete', 'Delete a next step; can be undone for 30 days')
  @Changes(null, 'Deleted.')
  delete(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<void> {
    return this.followUps.delete(actor, id, version);
  }

  @Post(':id/restoration')
  @Can('follow-up.delete', 'Bring back a deleted next step')
  @Creates(FollowUp, 'The follow-up is back.', '/v1/follow-ups/:id', 200)
  restore(@By() actor: StaffActor, @IdParam() id: string): Promise<FollowUpView> {
    return this.followUps.restore(actor, id);
  }

  @Post(':id/completion')
  @Can('follow-up.change', 'A next step is done')
  @Creates(FollowUp, 'The follow-up, done. Saying so again changes nothing.', '/v1/follow-ups/:id', 200)
  complete(@By() actor: StaffActor, @IdParam() id: string): Promise<FollowUpView> {
    return this.followUps.complete(actor, id);
  }

  @Delete(':id/completion')
  @Can('follow-up.change', 'A next step is not done after all')
  @Changes(FollowUp, 'The follow-up, open again. One that is open stays as it is.')
  reopen(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<FollowUpView> {
    return this.followUps.reopen(actor, id, version);
  }
}
