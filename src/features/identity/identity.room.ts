import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { staffCredentials } from './credentials.repository.js';
import { identityEvents } from './identity.events.js';
import { IdentityModule } from './identity.module.js';
import { InvitationEntity, invitationPurposes } from './invitations/invitation.entity.js';
import { RefreshTokenEntity, refreshPurposes } from './sessions/refresh-token.entity.js';
import { SessionEntity, sessionPurposes } from './sessions/session.entity.js';
import { UserEntity } from './user.entity.js';

export const identityRoom: Room = {
  name: 'identity',
  uses: ['organizations'],
  module: IdentityModule,
  entities: [InvitationEntity, RefreshTokenEntity, SessionEntity, UserEntity],
  codes: { 'purpose of a way in': classed('T0', [...invitationPurposes, ...refreshPurposes, ...sessionPurposes]) },
  events: identityEvents,
  credentials: staffCredentials,
};
