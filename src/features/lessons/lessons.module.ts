import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { LessonsController } from './lessons.controller.js';
import { LessonsDoor } from './lessons.door.js';
import { LessonsRepository } from './lessons.repository.js';
import { LessonsService } from './lessons.service.js';

@Module({
  imports: [ClientsModule, SealingModule],
  controllers: [LessonsController],
  providers: [LessonsService, LessonsRepository, LessonsDoor],
  exports: [LessonsDoor],
})
export class LessonsModule {}
