import { Module } from '@nestjs/common';
import { ClientVisits } from '../../platform/auth/client-visits.js';
import { ClientLinksDoor } from './client-links.door.js';
import { ClientLinksRepository } from './client-links.repository.js';
import { ClientSessionsRepository } from './client-sessions.repository.js';
import { ClientLinkKinds } from './kinds.js';
import { VisitsController } from './visits.controller.js';
import { VisitsService } from './visits.service.js';

@Module({
  controllers: [VisitsController],
  providers: [
    ClientLinkKinds,
    ClientLinksDoor,
    ClientLinksRepository,
    ClientSessionsRepository,
    VisitsService,
    { provide: ClientVisits, useExisting: VisitsService },
  ],
  exports: [ClientLinksDoor, ClientVisits],
})
export class ClientLinksModule {}
