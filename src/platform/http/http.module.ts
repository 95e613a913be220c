import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { Admission } from './admission/admission.js';
import { Uncounted } from './admission/uncounted.js';
import { HealthController } from './health/health.controller.js';
import { Readiness } from './health/readiness.js';
import { Limits } from './limits.js';
import { ProblemsController } from './problems/problems.controller.js';
import { StrayPages } from './problems/stray-pages.js';
import { PublicAddress } from './public-address.js';
import { RouteCheck } from './route-check.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [HealthController, ProblemsController],
  providers: [Limits, PublicAddress, Readiness, RouteCheck, StrayPages, Uncounted],
  exports: [Limits, PublicAddress, Readiness, StrayPages],
})
export class HttpModule {
  /** With the admission that stands before the routes. */
  static behind(admission: Admission): DynamicModule {
    return {
      module: HttpModule,
      providers: [{ provide: Admission, useValue: admission }],
      exports: [Admission],
    };
  }
}
