import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { ApplicationsModule } from '../features/applications/applications.module.js';
import { AuditModule } from '../features/audit/audit.module.js';
import { BarriersModule } from '../features/barriers/barriers.module.js';
import { ClientsModule } from '../features/clients/clients.module.js';
import { CoachesModule } from '../features/coaches/coaches.module.js';
import { CoverLettersModule } from '../features/cover-letters/cover-letters.module.js';
import { DebriefsModule } from '../features/debriefs/debriefs.module.js';
import { EmployersModule } from '../features/employers/employers.module.js';
import { FollowUpsModule } from '../features/follow-ups/follow-ups.module.js';
import { InterviewsModule } from '../features/interviews/interviews.module.js';
import { OrganizationsModule } from '../features/organizations/organizations.module.js';
import { ReportsModule } from '../features/reports/reports.module.js';
import { AccessGuard } from '../platform/auth/access.guard.js';
import { AuthModule } from '../platform/auth/auth.module.js';
import { ConfigModule } from '../platform/config/config.module.js';
import { DatabaseModule } from '../platform/database/database.module.js';
import { AnswersInterceptor } from '../platform/http/answers.interceptor.js';
import { BodyGuard } from '../platform/http/bodies/body.guard.js';
import { validationPipe } from '../platform/http/bodies/validation.pipe.js';
import { HttpModule } from '../platform/http/http.module.js';
import { ProblemsFilter } from '../platform/http/problems/problems.filter.js';
import { JobsModule } from '../platform/jobs/jobs.module.js';
import { LedgerModule } from '../platform/ledger/ledger.module.js';
import { MailModule } from '../platform/mail/mail.module.js';
import type { Installation } from './installation.js';
import { entities } from './schema.js';

/** The rooms of floor 2 and 3, in the order of the floors. */
const rooms = [
  OrganizationsModule,
  CoachesModule,
  ClientsModule,
  BarriersModule,
  FollowUpsModule,
  EmployersModule,
  ApplicationsModule,
  InterviewsModule,
  CoverLettersModule,
  DebriefsModule,
  AuditModule,
  ReportsModule,
];

@Module({})
export class AppModule {
  /** The whole app on this installation. */
  static of({ config, secrets, connections }: Pick<Installation, 'config' | 'secrets' | 'connections'>): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(config, secrets),
        DatabaseModule.on(connections, entities),
        LedgerModule,
        MailModule.of(config),
        JobsModule,
        HttpModule,
        AuthModule,
        ...rooms,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_GUARD, useClass: BodyGuard },
        { provide: APP_PIPE, useFactory: validationPipe },
        { provide: APP_INTERCEPTOR, useClass: AnswersInterceptor },
        { provide: APP_FILTER, useClass: ProblemsFilter },
      ],
    };
  }
}
