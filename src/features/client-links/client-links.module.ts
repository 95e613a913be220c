import { Module } from '@nestjs/common';
import { ClientVisits } from '../../platform/auth/client-visits.js';
import { SealingModule } from '../../platform/sealing/sealing.module.js';
import { ClientLinksDoor } from './client-links.door.js';
import { ClientLinksRepository } from './client-links.repository.js';
import { ClientSessionsRepository } from './client-sessions.repository.js';
import { FormDrafts } from './drafts/form-drafts.js';
import { FormDraftsRepository } from './drafts/form-drafts.repository.js';
import { ClientLinkKinds } from './kinds.js';
import { CarriedForms } from './visits/carried-forms.js';
import { VisitsController } from './visits/visits.controller.js';
import { VisitsService } from './visits/visits.service.js';

@Module({
  imports: [SealingModule],
  controllers: [VisitsController],
  providers: [
    CarriedForms,
    ClientLinkKinds,
    ClientLinksDoor,
    ClientLinksRepository,
    ClientSessionsRepository,
    FormDrafts,
    FormDraftsRepository,
    VisitsService,
    { provide: ClientVisits, useExisting: VisitsService },
  ],
  exports: [ClientLinksDoor, ClientVisits],
})
export class ClientLinksModule {}
