import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../../access/actor.js';
import type { SliceOf } from '../../../kernel/slices.js';
import { By, Can, Creates, IdParam, IfMatchGiven, MayMatch, Returns } from '../../../platform/http/routes.js';
import {
  Moved, type MovedView, NewStageMove, type NewStageMoveBody, StageMoveQuery, type StageMoveQueryParams,
  StageMoveSlice, type StageMoveView,
} from './stage-moves.schemas.js'; // biome-ignore format: one list
import { StageMovesService } from './stage-moves.service.js';

@ApiTags('Applications')
@Controller('v1/applications/:id/stage-moves')
export class StageMovesController {
  constructor(private readonly moves: StageMovesService) {}

  @Get()
  @Can('application.read', 'The way of an application, newest first')
  @Returns(200, StageMoveSlice, 'A slice of moves. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: StageMoveQuery }) query: StageMoveQueryParams,
  ): Promise<SliceOf<StageMoveView>> {
    return this.moves.list(actor, id, query);
  }

  @Get(':moveId')
  @Can('application.read', 'One move, and where the application stands today')
  @Returns(200, Moved, 'The move. The ETag is the application’s. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string, @IdParam('moveId') moveId: string): Promise<MovedView> {
    return this.moves.get(actor, id, moveId);
  }

  @Post()
  @Can('application.move', 'Move an application on, back over a mistake, to its end, or out of one')
  @Creates(
    Moved,
    'The move, and where the application stands now. The ETag is the application’s.',
    '/v1/applications/:id/stage-moves/{move.id}',
  )
  @MayMatch()
  move(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatchGiven() version: number | null,
    @Body({ schema: NewStageMove }) body: NewStageMoveBody,
  ): Promise<MovedView> {
    return this.moves.move(actor, id, version, body);
  }
}
