import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import { By, Can, IdParam, Returns } from '../../platform/http/routes.js';
import { Caseload, type CaseloadView } from './coaches.schemas.js';
import { CoachesService } from './coaches.service.js';

@ApiTags('Staff')
@Controller('v1/staff/:id/caseload')
export class CoachesController {
  constructor(private readonly coaches: CoachesService) {}

  @Get()
  @Can('caseload.read', 'How many clients a coach has')
  @Returns(200, Caseload, 'The caseload, in numbers.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<CaseloadView> {
    return this.coaches.caseload(actor, id);
  }
}
