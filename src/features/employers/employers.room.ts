import type { Room } from '../../platform/rooms/room.js';
import { EmployerEntity } from './employer.entity.js';
import { EmployerContactEntity } from './employer-contact.entity.js';
import { employerEvents } from './employers.events.js';
import { EmployersModule } from './employers.module.js';

export const employersRoom: Room = {
  name: 'employers',
  uses: [],
  module: EmployersModule,
  entities: [EmployerContactEntity, EmployerEntity],
  events: employerEvents,
};
