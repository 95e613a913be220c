import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { EndedApplicationsConsumer } from './ended-applications.consumer.js';
import { EndedApplicationsRepository } from './ended-applications.repository.js';
import { InterviewsController } from './interviews.controller.js';
import { InterviewsDoor } from './interviews.door.js';
import { InterviewsRepository } from './interviews.repository.js';
import { InterviewsService } from './interviews.service.js';

@Module({
  imports: [ApplicationsModule, FollowUpsModule],
  controllers: [InterviewsController],
  providers: [
    EndedApplicationsConsumer,
    EndedApplicationsRepository,
    InterviewsService,
    InterviewsRepository,
    InterviewsDoor,
  ],
  exports: [InterviewsDoor],
})
export class InterviewsModule {}
