import type { Room } from '../../platform/rooms/room.js';
import { ApplicationEntity } from './application.entity.js';
import { applicationEvents } from './applications.events.js';
import { ApplicationsModule } from './applications.module.js';
import { ApplicationCountEntity } from './counts/application-count.entity.js';
import { ApplicationCountDeltaEntity } from './counts/application-count-delta.entity.js';
import { ApplicationCountMarkEntity } from './counts/application-count-mark.entity.js';
import { StageMoveEntity } from './stage-moves/stage-move.entity.js';
import { StageMoveReasonEntity } from './stage-moves/stage-move-reason.entity.js';
import { applicationMachine } from './stages.rules.js';

export const applicationsRoom: Room = {
  name: 'applications',
  uses: ['clients', 'employers', 'follow-ups', 'identity', 'organizations'],
  module: ApplicationsModule,
  entities: [
    ApplicationEntity,
    ApplicationCountEntity,
    ApplicationCountDeltaEntity,
    ApplicationCountMarkEntity,
    StageMoveEntity,
    StageMoveReasonEntity,
  ],
  events: applicationEvents,
  jobs: ['applications.count-out', 'applications.fold-counts'],
  machines: [applicationMachine],
  functions: { applications_counted: ['application_count_deltas', 'application_count_marks', 'clients'] },
  triggers: { applications: ['applications_counted'] },
};
