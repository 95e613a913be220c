import { Module } from '@nestjs/common';
import { CoachesController } from './coaches.controller.js';
import { CoachesDoor } from './coaches.door.js';
import { CoachesRepository } from './coaches.repository.js';
import { CoachesService } from './coaches.service.js';

@Module({
  controllers: [CoachesController],
  providers: [CoachesService, CoachesRepository, CoachesDoor],
  exports: [CoachesDoor],
})
export class CoachesModule {}
