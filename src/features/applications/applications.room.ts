import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { ApplicationEntity } from './application.entity.js';
import { applicationEvents } from './applications.events.js';
import { ApplicationsModule } from './applications.module.js';
import { ApplicationCountEntity } from './counts/application-count.entity.js';
import { ApplicationCountDeltaEntity } from './counts/application-count-delta.entity.js';
import { ApplicationCountMarkEntity } from './counts/application-count-mark.entity.js';
import { learnedByWays, reasonTiers, sourceTiers } from './stage-moves/reasons.rules.js';
import { StageMoveEntity } from './stage-moves/stage-move.entity.js';
import { StageMoveReasonEntity } from './stage-moves/stage-move-reason.entity.js';
import { applicationMachine, moveKinds, positions, standings } from './stages.rules.js';

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
  codes: {
    'application position': classed('T0', positions),
    'application standing': classed('T0', standings),
    'how news came': classed('T1', learnedByWays),
    'kind of move': classed('T0', moveKinds),
    reason: reasonTiers,
    'source of a reason': sourceTiers,
  },
  events: applicationEvents,
  jobs: ['applications.count-out', 'applications.fold-counts'],
  machines: [applicationMachine],
  functions: { applications_counted: ['application_count_deltas', 'application_count_marks', 'clients'] },
  triggers: { applications: ['applications_counted'] },
};
