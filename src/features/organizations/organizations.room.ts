import type { Room } from '../../platform/rooms/room.js';
import { OrganizationEntity } from './organization.entity.js';
import { organizationEvents } from './organizations.events.js';
import { OrganizationsModule } from './organizations.module.js';

export const organizationsRoom: Room = {
  name: 'organizations',
  uses: [],
  module: OrganizationsModule,
  entities: [OrganizationEntity],
  events: organizationEvents,
};
