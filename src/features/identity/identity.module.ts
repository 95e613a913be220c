import { Module } from '@nestjs/common';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { Accounts } from './accounts.js';
import { IdentityDoor } from './identity.door.js';
import { FoundingService } from './invitations/founding.service.js';
import { InvitationMailConsumer } from './invitations/invitation-mail.consumer.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { InvitationsRepository } from './invitations/invitations.repository.js';
import { InvitationsService } from './invitations/invitations.service.js';
import { JoinController } from './invitations/join.controller.js';
import { SecondPersonMailConsumer } from './second-person/second-person-mail.consumer.js';
import { KnownDevices } from './sessions/known-devices.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SessionsRepository } from './sessions/sessions.repository.js';
import { SessionsService } from './sessions/sessions.service.js';
import { RolesService } from './staff/roles.service.js';
import { StaffController } from './staff/staff.controller.js';
import { StaffRepository } from './staff/staff.repository.js';
import { StaffService } from './staff/staff.service.js';

@Module({
  imports: [OrganizationsModule],
  controllers: [SessionsController, InvitationsController, JoinController, StaffController],
  providers: [
    Accounts,
    FoundingService,
    IdentityDoor,
    InvitationMailConsumer,
    KnownDevices,
    InvitationsRepository,
    InvitationsService,
    RolesService,
    SecondPersonMailConsumer,
    SessionsRepository,
    SessionsService,
    StaffRepository,
    StaffService,
  ],
  exports: [IdentityDoor],
})
export class IdentityModule {}
