import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { ContactsController } from './contacts.controller.js';
import { ContactsDoor } from './contacts.door.js';
import { ContactsRepository } from './contacts.repository.js';
import { ContactsService } from './contacts.service.js';

@Module({
  imports: [ClientsModule, SealingModule],
  controllers: [ContactsController],
  providers: [ContactsService, ContactsRepository, ContactsDoor],
  exports: [ContactsDoor],
})
export class ContactsModule {}
