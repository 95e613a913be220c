import { Module } from '@nestjs/common';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ApplicationsModule } from '../applications/applications.module.js';
import { ClientLinksModule } from '../client-links/client-links.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { FollowUpsModule } from '../follow-ups/follow-ups.module.js';
import { InterviewsModule } from '../interviews/interviews.module.js';
import { LessonsModule } from '../lessons/lessons.module.js';
import { DebriefAnswering } from './checklist/answering.js';
import { AnswersRepository } from './checklist/answers.repository.js';
import { DebriefLinks } from './debrief-links.js';
import { DebriefsController } from './debriefs.controller.js';
import { DebriefsRepository } from './debriefs.repository.js';
import { DebriefsService } from './debriefs.service.js';
import { AddressChangeConsumer } from './issuing/address-change.consumer.js';
import { AddressChangeRepository } from './issuing/address-change.repository.js';
import { DebriefMailConsumer } from './issuing/debrief-mail.consumer.js';
import { DebriefMailRepository } from './issuing/debrief-mail.repository.js';
import { DebriefIssuingConsumer } from './issuing/issuing.consumer.js';
import { DebriefIssuingRepository } from './issuing/issuing.repository.js';
import { DebriefLapsing } from './issuing/lapsing.js';
import { DebriefPagesController } from './pages/pages.controller.js';
import { DebriefPages } from './pages/pages.js';
import { DebriefVisitsService } from './pages/visits.service.js';
import { DebriefDocumentService } from './paper/paper.service.js';
import { PapersController } from './paper/papers.controller.js';
import { PapersRepository } from './paper/papers.repository.js';

@Module({
  imports: [
    ApplicationsModule,
    ClientLinksModule,
    ContactsModule,
    FollowUpsModule,
    InterviewsModule,
    LessonsModule,
    SealingModule,
  ],
  controllers: [DebriefsController, DebriefPagesController, PapersController],
  providers: [
    AddressChangeConsumer,
    AddressChangeRepository,
    AnswersRepository,
    DebriefAnswering,
    DebriefDocumentService,
    DebriefIssuingConsumer,
    DebriefIssuingRepository,
    DebriefMailRepository,
    DebriefLapsing,
    DebriefLinks,
    DebriefMailConsumer,
    DebriefPages,
    DebriefVisitsService,
    DebriefsRepository,
    DebriefsService,
    PapersRepository,
  ],
})
export class DebriefsModule {}
