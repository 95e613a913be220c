import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AccessGuard } from '../platform/auth/access.guard.js';
import { AuthModule } from '../platform/auth/auth.module.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { DocumentsModule } from '../platform/documents/documents.js';
import { Admission } from '../platform/http/admission/admission.js';
import { BodyGuard } from '../platform/http/bodies/body.guard.js';
import { validationPipe } from '../platform/http/bodies/validation.pipe.js';
import { HttpModule } from '../platform/http/http.module.js';
import { ProblemsFilter } from '../platform/http/problems/problems.filter.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { LedgerModule } from '../platform/ledger/ledger.module.js';
import { MailModule } from '../platform/mail/mail.module.js';
import { FrontController } from './front/front.controller.js';
import { rooms } from './rooms.js';
import { entities } from './schema.js';
import { standings } from './standings.js';
import type { Installation } from './start/installation.js';

@Module({})
export class AppModule {
  /** The whole app on this installation, behind this admission. */
  static of(
    { config, secrets, connections }: Pick<Installation, 'config' | 'secrets' | 'connections'>,
    admission = new Admission(config.requestsInFlight),
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config, secrets),
        DatabaseModule.on(connections, entities, standings),
        LedgerModule.of(rooms.map((room) => room.events ?? {})),
        MailModule.of(config),
        JobsModule,
        DocumentsModule,
        HttpModule.behind(admission),
        AuthModule.of(rooms.flatMap((room) => room.credentials ?? [])),
        ...rooms.map((room) => room.module),
      ],
      controllers: [FrontController],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: BodyGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_FILTER, useClass: ProblemsFilter },
      ],
    };
  }
}
