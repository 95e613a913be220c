import { Module } from '@nestjs/common';
import { InvitationMailConsumer } from '../identity/invitations/invitation-mail.consumer.js';
import { InvitationsRepository } from '../identity/invitations/invitations.repository.js';
import { InvitationsService } from '../identity/invitations/invitations.service.js';
import { JoinController } from '../identity/invitations/join.controller.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationsRepository } from './organizations.repository.js';
import { OrganizationsService } from './organizations.service.js';

@Module({
  controllers: [OrganizationsController, JoinController],
  providers: [
    OrganizationsService,
    OrganizationsRepository,
    InvitationsService,
    InvitationsRepository,
    InvitationMailConsumer,
  ],
  exports: [OrganizationsService],
})
export class OrganizationsModule {}
