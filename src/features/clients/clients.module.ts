import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/identity.module.js';
import { ClientsController } from './clients.controller.js';
import { ClientsDoor } from './clients.door.js';
import { ClientsRepository } from './clients.repository.js';
import { ClientsService } from './clients.service.js';

@Module({
  imports: [IdentityModule],
  controllers: [ClientsController],
  providers: [ClientsService, ClientsRepository, ClientsDoor],
  exports: [ClientsDoor],
})
export class ClientsModule {}
