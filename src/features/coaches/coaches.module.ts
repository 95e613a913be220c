import { Module } from '@nestjs/common';
import { CoachesDoor } from '../identity/identity.door.js';
import { CoachesController } from '../identity/staff/staff.controller.js';
import { CoachesRepository } from '../identity/staff/staff.repository.js';
import { CoachesService } from '../identity/staff/staff.service.js';

@Module({
  controllers: [CoachesController],
  providers: [CoachesService, CoachesRepository, CoachesDoor],
  exports: [CoachesDoor],
})
export class CoachesModule {}
