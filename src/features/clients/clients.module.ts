import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { ClientsController } from './clients.controller.js';
import { ClientsDoor } from './clients.door.js';
import { ClientsRepository } from './clients.repository.js';
import { ClientsService } from './clients.service.js';

@Module({
  imports: [IdentityModule, SealingModule],
  controllers: [ClientsController],
  providers: [ClientsService, ClientsRepository, ClientsDoor],
  exports: [ClientsDoor],
})
export class ClientsModule {}
