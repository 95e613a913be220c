import { Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../../access/actor.js';
import { Answers, By, Can, Creates, IdParam } from '../../../platform/http/routes.js';
import { Coach, type CoachAnswer, CoachPage, CoachQuery, type CoachQueryParams } from './staff.schemas.js';
import { CoachesService } from './staff.service.js';

@ApiTags('Coaches')
@Controller('v1/coaches')
export class CoachesController {
  constructor(private readonly coaches: CoachesService) {}

  @Get()
  @Can('coach.read', 'The staff')
  @Answers(200, CoachPage, 'A page of staff.')
  list(@By() actor: StaffActor, @Query({ schema: CoachQuery }) query: CoachQueryParams): Promise<string> {
    return this.coaches.list(actor, query);
  }

  @Get(':id')
  @Can('coach.read', 'One of the staff')
  @Answers(200, Coach, 'The member of staff.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<CoachAnswer> {
    return this.coaches.get(actor, id);
  }

  @Post(':id/suspension')
  @Can('coach.suspend', 'Lock an account at once')
  @Creates(Coach, 'The account is locked, its sessions have ended.', '/v1/coaches/:id', 200)
  suspend(@By() actor: StaffActor, @IdParam() id: string): Promise<CoachAnswer> {
    return this.coaches.suspend(actor, id);
  }

  @Delete(':id/suspension')
  @Can('coach.suspend', 'Unlock an account')
  @Answers(204, null, 'The account works again.')
  reinstate(@By() actor: StaffActor, @IdParam() id: string): Promise<void> {
    return this.coaches.reinstate(actor, id);
  }
}
