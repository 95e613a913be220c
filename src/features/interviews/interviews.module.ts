import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { InterviewsController } from './interviews.controller.js';
import { InterviewsDoor } from './interviews.door.js';
import { InterviewsRepository } from './interviews.repository.js';
import { InterviewsService } from './interviews.service.js';

@Module({
  imports: [ApplicationsModule, FollowUpsModule],
  controllers: [InterviewsController],
  providers: [InterviewsService, InterviewsRepository, InterviewsDoor],
  exports: [InterviewsDoor],
})
export class InterviewsModule {}
