import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { FollowUpsController } from './follow-ups.controller.js';
import { FollowUpsDoor } from './follow-ups.door.js';
import { FollowUpsRepository } from './follow-ups.repository.js';
import { FollowUpsService } from './follow-ups.service.js';

@Module({
  imports: [ClientsModule],
  controllers: [FollowUpsController],
  providers: [FollowUpsService, FollowUpsRepository, FollowUpsDoor],
  exports: [FollowUpsDoor],
})
export class FollowUpsModule {}
