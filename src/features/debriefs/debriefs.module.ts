import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { DebriefLinksRepository } from '../client-links/client-links.repository.js';
import { DebriefLinks } from '../client-links/client-links.service.js';
import { ClientsModule } from '../clients/clients.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { InterviewsModule } from '../interviews/interviews.module.js';
import { LessonsController } from '../lessons/lessons.controller.js';
import { LessonsService } from '../lessons/lessons.service.js';
import { DebriefAnswering } from './checklist/answering.js';
import { DebriefOutcomesRepository } from './checklist/outcomes.repository.js';
import { DebriefsController } from './debriefs.controller.js';
import { DebriefsRepository } from './debriefs.repository.js';
import { DebriefsService } from './debriefs.service.js';
import { DebriefMailConsumer } from './issuing/debrief-mail.consumer.js';
import { DebriefIssuingConsumer } from './issuing/issuing.consumer.js';
import { DebriefIssuingRepository } from './issuing/issuing.repository.js';
import { DebriefLapsing } from './issuing/lapsing.js';
import { DebriefPagesController } from './pages/pages.controller.js';
import { DebriefPages } from './pages/pages.js';
import { DebriefVisitsService } from './pages/visits.service.js';
import { DebriefDocumentService } from './paper/paper.service.js';

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
