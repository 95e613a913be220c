import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { EmployersModule } from '../employers/employers.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { ApplicationListRepository } from './application-list.repository.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsDoor } from './applications.door.js';
import { ApplicationsRepository } from './applications.repository.js';
import { ApplicationsService } from './applications.service.js';
import { ApplicationCounts } from './counts/application-counts.js';
import { ApplicationCountsRepository } from './counts/application-counts.repository.js';
import { RestrictedMovesService } from './stage-moves/restricted-moves.service.js';
import { StageMovesController } from './stage-moves/stage-moves.controller.js';
import { StageMovesRepository } from './stage-moves/stage-moves.repository.js';
import { StageMovesService } from './stage-moves/stage-moves.service.js';

@Module({
  imports: [ClientsModule, EmployersModule, FollowUpsModule],
  controllers: [ApplicationsController, StageMovesController],
  providers: [
    ApplicationsService,
    ApplicationsRepository,
    ApplicationListRepository,
    ApplicationCounts,
    ApplicationCountsRepository,
    StageMovesService,
    RestrictedMovesService,
    StageMovesRepository,
    ApplicationsDoor,
  ],
  exports: [ApplicationsDoor],
})
export class ApplicationsModule {}
