import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice, SliceOf } from '../../kernel/slices.js';
import { By, Can, Changes, Creates, IdParam, IfMatch, Returns } from '../../platform/http/routes.js';
import {
  Barrier, type BarrierListedView, BarrierMoveQuery, type BarrierMoveQueryParams, BarrierMoveSlice,
  type BarrierMoveView, BarrierPatch, type BarrierPatchBody, BarrierQuery, type BarrierQueryParams, BarrierSlice,
  type BarrierView, NewBarrier, type NewBarrierBody, NewBarrierMove, type NewBarrierMoveBody,
} from './barriers.schemas.js'; // biome-ignore format: one list
import { BarriersService } from './barriers.service.js';

@ApiTags('Barriers')
@Controller('v1')
export class BarriersController {
  constructor(private readonly barriers: BarriersService) {}

  @Get('clients/:id/barriers')
  @Can('barrier.read', 'The barriers of a client, newest first')
  @Returns(200, BarrierSlice, 'A slice of barriers. Each opening of a restricted one is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() clientId: string,
    @Query({ schema: BarrierQuery }) query: BarrierQueryParams,
  ): Promise<SliceOf<BarrierListedView>> {
    return this.barriers.list(actor, clientId, query);
  }

  @Post('clients/:id/barriers')
  @Can('barrier.create', 'Name a barrier that coach and client will work on')
  @Creates(Barrier, 'The barrier.', '/v1/barriers/{id}')
  create(
    @By() actor: StaffActor,
    @IdParam() clientId: string,
    @Body({ schema: NewBarrier }) body: NewBarrierBody,
  ): Promise<BarrierView> {
    return this.barriers.create(actor, clientId, body);
  }

  @Get('barriers/:id')
  @Can('barrier.read', 'One barrier with its latest moves')
  @Returns(200, Barrier, 'The barrier. The look is recorded.')
  get(@By() actor: StaffActor, @IdParam() id: string): Promise<BarrierView> {
    return this.barriers.get(actor, id);
  }

  @Patch('barriers/:id')
  @Can('barrier.change', 'Change severity or note of a barrier')
  @Changes(Barrier, 'The barrier, as changed.')
  change(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body({ schema: BarrierPatch }) patch: BarrierPatchBody,
  ): Promise<BarrierView> {
    return this.barriers.change(actor, id, version, patch);
  }

  @Delete('barriers/:id')
  @Can('barrier.delete', 'Delete a barrier; can be undone for 30 days')
  @Changes(null, 'Deleted.')
  delete(@By() actor: StaffActor, @IdParam() id: string, @IfMatch() version: number): Promise<void> {
    return this.barriers.delete(actor, id, version);
  }

  @Post('barriers/:id/restoration')
  @Can('barrier.delete', 'Bring back a deleted barrier')
  @Creates(Barrier, 'The barrier is back.', '/v1/barriers/:id', 200)
  restore(@By() actor: StaffActor, @IdParam() id: string): Promise<BarrierView> {
    return this.barriers.restore(actor, id);
  }

  @Get('barriers/:id/moves')
  @Can('barrier.read', 'The moves of a barrier, latest first')
  @Returns(200, BarrierMoveSlice, 'A slice of moves. The look is recorded.')
  moves(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: BarrierMoveQuery }) query: BarrierMoveQueryParams,
  ): Promise<Slice<BarrierMoveView>> {
    return this.barriers.moves(actor, id, query);
  }

  @Post('barriers/:id/moves')
  @Can('barrier.change', 'Move a barrier on')
  @Creates(Barrier, 'The barrier, moved. A restricted one takes no note on its moves.', '/v1/barriers/:id')
  move(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Body({ schema: NewBarrierMove }) body: NewBarrierMoveBody,
  ): Promise<BarrierView> {
    return this.barriers.move(actor, id, body);
  }
}
