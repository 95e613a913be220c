import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { CoachesController } from './coaches.controller.js';
import { CoachesRepository } from './coaches.repository.js';
import { CoachesService } from './coaches.service.js';

@Module({
  imports: [IdentityModule],
  controllers: [CoachesController],
  providers: [CoachesService, CoachesRepository],
})
export class CoachesModule {}
