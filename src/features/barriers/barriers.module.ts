import { Module } from '@nestjs/common';
import { ClientsModule } from '../clients/clients.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { BarriersController } from './barriers.controller.js';
import { BarriersRepository } from './barriers.repository.js';
import { BarriersService } from './barriers.service.js';
import { RestrictedBarriersRepository } from './restricted-barriers.repository.js';
import { RestrictedBarriersService } from './restricted-barriers.service.js';

@Module({
  imports: [ClientsModule, FollowUpsModule],
  controllers: [BarriersController],
  providers: [BarriersService, BarriersRepository, RestrictedBarriersService, RestrictedBarriersRepository],
})
export class BarriersModule {}
