import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { BarriersController } from './barriers.controller.js';
import { BarriersRepository } from './barriers.repository.js';
import { BarriersService } from './barriers.service.js';
import { RestrictedBarriersRepository } from './restricted-barriers.repository.js';
import { RestrictedBarriersService } from './restricted-barriers.service.js';

@Module({
  imports: [ClientsModule, SealingModule],
  controllers: [BarriersController],
  providers: [BarriersService, BarriersRepository, RestrictedBarriersService, RestrictedBarriersRepository],
})
export class BarriersModule {}
