import { Global, Module } from '@nestjs/common';
import { Draining, HealthController } from './health.controller.js';
import { Limits } from './limits.js';

@Global()
@Module({ controllers: [HealthController], providers: [Draining, Limits], exports: [Draining, Limits] })
export class HttpModule {}
