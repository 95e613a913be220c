import type { Room } from '../../platform/rooms/room.js';
import { staffCredentials } from './credentials.repository.js';
import { identityEvents } from './identity.events.js';
import { IdentityModule } from './identity.module.js';
import { InvitationEntity } from './invitations/invitation.entity.js';
import { RefreshTokenEntity } from './sessions/refresh-token.entity.js';
import { SessionEntity } from './sessions/session.entity.js';
import { UserEntity } from './user.entity.js';

export const identityRoom: Room = {
  name: 'identity',
  uses: ['organizations'],
  module: IdentityModule,
  entities: [InvitationEntity, RefreshTokenEntity, SessionEntity, UserEntity],
  events: identityEvents,
  credentials: staffCredentials,
};
