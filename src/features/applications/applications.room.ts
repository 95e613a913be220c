import type { Room } from '../../platform/rooms/room.js';
import { ApplicationEntity } from './application.entity.js';
import { applicationEvents } from './applications.events.js';
import { ApplicationsModule } from './applications.module.js';
import { StageMoveEntity } from './stage-moves/stage-move.entity.js';
import { applicationMachine } from './stages.rules.js';

export const applicationsRoom: Room = {
  name: 'applications',
  uses: ['clients', 'employers'],
  module: ApplicationsModule,
  entities: [ApplicationEntity, StageMoveEntity],
  events: applicationEvents,
  machines: [applicationMachine],
};
