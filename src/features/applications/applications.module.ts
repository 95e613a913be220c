import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { EmployersModule } from '../employers/employers.module.js';
import { ApplicationListRepository } from './application-list.repository.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsDoor } from './applications.door.js';
import { ApplicationsRepository } from './applications.repository.js';
import { ApplicationsService } from './applications.service.js';
import { ApplicationCounts } from './counts/application-counts.js';
import { ApplicationCountsRepository } from './counts/application-counts.repository.js';
import { StageMovesController } from './stage-moves/stage-moves.controller.js';
import { StageMovesRepository } from './stage-moves/stage-moves.repository.js';
import { StageMovesService } from './stage-moves/stage-moves.service.js';

@Module({
  imports: [ClientsModule, EmployersModule],
  controllers: [ApplicationsController, StageMovesController],
  providers: [
    ApplicationsService,
    ApplicationsRepository,
    ApplicationListRepository,
    ApplicationCounts,
    ApplicationCountsRepository,
    StageMovesService,
    StageMovesRepository,
    ApplicationsDoor,
  ],
  exports: [ApplicationsDoor],
})
export class ApplicationsModule {}
