import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { By, Can, IdParam, Returns } from '../../platform/http/routes.js';
import { LessonQuery, type LessonQueryParams, LessonSlice, type LessonView } from './lessons.schemas.js';
import { LessonsService } from './lessons.service.js';

@ApiTags('Clients')
@Controller('v1/clients')
export class LessonsController {
  constructor(private readonly lessons: LessonsService) {}

  @Get(':id/lessons')
  @Can('lesson.read', 'What a client learned and shares, newest first')
  @Returns(200, LessonSlice, 'A slice of lessons. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: LessonQuery }) query: LessonQueryParams,
  ): Promise<Slice<LessonView>> {
    return this.lessons.list(actor, id, query);
  }
}
