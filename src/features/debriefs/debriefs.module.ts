import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { ClientsModule } from '../clients/clients.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { InterviewsModule } from '../interviews/interviews.module.js';
import { DebriefAnswering } from './debrief-answering.js';
import { DebriefDocumentService } from './debrief-document.service.js';
import { DebriefIssuingConsumer } from './debrief-issuing.consumer.js';
import { DebriefIssuingRepository } from './debrief-issuing.repository.js';
import { DebriefLapsing } from './debrief-lapsing.js';
import { DebriefLinks } from './debrief-links.js';
import { DebriefLinksRepository } from './debrief-links.repository.js';
import { DebriefMailConsumer } from './debrief-mail.consumer.js';
import { DebriefOutcomesRepository } from './debrief-outcomes.repository.js';
import { DebriefPagesController } from './debrief-pages.controller.js';
import { DebriefPages } from './debrief-pages.js';
import { DebriefVisitsService } from './debrief-visits.service.js';
import { DebriefsController } from './debriefs.controller.js';
import { DebriefsRepository } from './debriefs.repository.js';
import { DebriefsService } from './debriefs.service.js';
import { LessonsController } from './lessons.controller.js';
import { LessonsService } from './lessons.service.js';

@Module({
  imports: [ApplicationsModule, ClientsModule, FollowUpsModule, InterviewsModule],
  controllers: [DebriefsController, LessonsController, DebriefPagesController],
  providers: [
    DebriefAnswering,
    DebriefDocumentService,
    DebriefIssuingConsumer,
    DebriefIssuingRepository,
    DebriefLapsing,
    DebriefLinks,
    DebriefLinksRepository,
    DebriefMailConsumer,
    DebriefOutcomesRepository,
    DebriefPages,
    DebriefVisitsService,
    DebriefsRepository,
    DebriefsService,
    LessonsService,
  ],
})
export class DebriefsModule {}
