import type { Room } from '../../platform/rooms/room.js';
import { ApplicationEntity } from './application.entity.js';
import { applicationEvents } from './applications.events.js';
import { ApplicationsModule } from './applications.module.js';
import { StageMoveEntity } from './stage-moves/stage-move.entity.js';
import { StageMoveReasonEntity } from './stage-moves/stage-move-reason.entity.js';
import { applicationMachine } from './stages.rules.js';

export const applicationsRoom: Room = {
  name: 'applications',
  uses: ['clients', 'employers', 'follow-ups', 'identity'],
  module: ApplicationsModule,
  entities: [ApplicationEntity, StageMoveEntity, StageMoveReasonEntity],
  events: applicationEvents,
  machines: [applicationMachine],
};
