import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { FollowUpsController } from './follow-ups.controller.js';
import { FollowUpsDoor } from './follow-ups.door.js';
import { FollowUpsRepository } from './follow-ups.repository.js';
import { FollowUpsService } from './follow-ups.service.js';

@Module({
  imports: [ClientsModule, SealingModule],
  controllers: [FollowUpsController],
  providers: [FollowUpsService, FollowUpsRepository, FollowUpsDoor],
  exports: [FollowUpsDoor],
})
export class FollowUpsModule {}
