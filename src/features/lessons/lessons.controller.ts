import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { StaffActor } from '../../access/actor.js';
import type { Slice } from '../../kernel/slices.js';
import { Answers, By, Can, IdParam } from '../../platform/http/routes.js';
import { type LessonAnswer, LessonQuery, type LessonQueryParams, LessonSlice } from './lessons.schemas.js';
import { LessonsService } from './lessons.service.js';

@ApiTags('Clients')
@Controller('v1/clients')
export class LessonsController {
  constructor(private readonly lessons: LessonsService) {}

  @Get(':id/lessons')
  @Can('lesson.read', 'What a client learned and shares, newest first')
  @Answers(200, LessonSlice, 'A slice of lessons. The look is recorded.')
  list(
    @By() actor: StaffActor,
    @IdParam() id: string,
    @Query({ schema: LessonQuery }) query: LessonQueryParams,
  ): Promise<Slice<LessonAnswer>> {
    return this.lessons.list(actor, id, query);
  }
}
