import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Draining, HealthController } from './health.controller.js';
import { Limits } from './limits.js';
import { ProblemsController } from './problems/problems.controller.js';
import { PublicAddress } from './public-address.js';
import { RouteCheck } from './route-check.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController, ProblemsController],
  providers: [Draining, Limits, PublicAddress, RouteCheck],
  exports: [Draining, Limits, PublicAddress],
})
export class HttpModule {}
