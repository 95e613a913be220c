import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../platform/http/routes.js';
import {
  Interview, type InterviewListedView, InterviewPatch, type InterviewPatchBody, InterviewQuery,
  type InterviewQueryParams, InterviewSlice, type InterviewView, NewInterview, type NewInterviewBody, NewOutcome,
  type NewOutcomeBody,
} from './interviews.schemas.js'; // biome-ignore format: one list
import { InterviewsService } from './interviews.service.js';

@ApiTags('Interviews')
@Controller('v1')
export class InterviewsController {
  constructor(private readonly interviews: InterviewsService) {}

  @Get('applications/:id/interviews')
  @Can('interview.read', 'The interviews of an application, by round')
  @Returns(200, InterviewSlice, 'A slice of interviews. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: InterviewQuery }) query: InterviewQueryParams,
  ): Promise<Slice<InterviewListedView>> {
    return this.interviews.list(actor, id, query);
  }

  @Post('applications/:id/interviews')
  @Can('interview.schedule', 'Write down an interview; the stage of the application stays, move it yourself')
  @Creates(Interview, 'The interview.', '/v1/interviews/{id}')
  schedule(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewInterview }) body: NewInterviewBody,
  ): Promise<InterviewView> {
    return this.interviews.schedule(actor, id, body);
  }

  @Get('interviews/:id')
  @Can('interview.read', 'One interview')
  @Returns(200, Interview, 'The interview. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<InterviewView> {
    return this.interviews.get(actor, id);
  }

  @Patch('interviews/:id')
  @Can('interview.change', 'Change time, place or people of an interview')
  @Changes(Interview, 'The interview, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: InterviewPatch }) patch: InterviewPatchBody,
  ): Promise<InterviewView> {
    return this.interviews.change(actor, id, version, patch);
  }

  @Post('interviews/:id/outcome')
  @Can('interview.change', 'Say what became of an interview; can be corrected; the stage of the application stays')
  @Creates(Interview, 'The interview.', '/v1/interviews/:id', 200)
  conclude(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewOutcome }) body: NewOutcomeBody,
  ): Promise<InterviewView> {
    return this.interviews.conclude(actor, id, body);
  }

  @Delete('interviews/:id')
  @Can('interview.delete', 'Delete an interview; its round is free again')
  @Changes(null, 'It is out of every list; it can be restored for 30 days.')
  delete(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<void> {
    return this.interviews.delete(actor, id, version);
  }

  @Post('interviews/:id/restoration')
  @Can('interview.delete', 'Bring back a deleted interview, in the next round when its own was given away')
  @Creates(Interview, 'The interview is back.', '/v1/interviews/:id', 200)
  restore(@By() actor: StaffActor, @IdParam() id: string): Promise<InterviewView> {
    return this.interviews.restore(actor, id);
  }
}
