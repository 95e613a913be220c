import type { Room } from '../../platform/rooms/room.js';
import { AssignmentEntity } from './assignment.entity.js';
import { ClientEntity } from './client.entity.js';
import { clientEvents } from './clients.events.js';
import { ClientsModule } from './clients.module.js';

export const clientsRoom: Room = {
  name: 'clients',
  uses: ['identity'],
  module: ClientsModule,
  entities: [AssignmentEntity, ClientEntity],
  events: clientEvents,
};
