import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { ClientLinkEntity } from './client-link.entity.js';
import { ClientLinksModule } from './client-links.module.js';
import { ClientSessionEntity } from './client-session.entity.js';
import { FormDraftEntity } from './drafts/form-draft.entity.js';
import { clientCredentials } from './register/credentials.repository.js';
import { linkWays } from './ways.rules.js';

export const clientLinksRoom: Room = {
  name: 'client-links',
  uses: ['clients', 'identity', 'organizations'],
  module: ClientLinksModule,
  entities: [ClientLinkEntity, ClientSessionEntity, FormDraftEntity],
  codes: { 'way of a link': classed('T0', linkWays) },
  credentials: clientCredentials,
};
