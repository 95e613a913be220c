import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { BarrierEntity } from './barrier.entity.js';
import { barrierTiers } from './barrier-kinds.rules.js';
import { BarrierMoveEntity } from './barrier-move.entity.js';
import { barrierEvents } from './barriers.events.js';
import { BarriersModule } from './barriers.module.js';
import { barrierMachine, barrierStatuses, evidenceTypes } from './barriers.rules.js';
import { RestrictedBarrierEntity } from './restricted-barrier.entity.js';

export const barriersRoom: Room = {
  name: 'barriers',
  uses: ['clients', 'follow-ups', 'identity'],
  module: BarriersModule,
  entities: [BarrierMoveEntity, BarrierEntity, RestrictedBarrierEntity],
  codes: {
    'barrier kind': barrierTiers,
    'barrier status': classed('T0', barrierStatuses),
    'evidence of a barrier move': classed('T0', evidenceTypes),
  },
  events: barrierEvents,
  machines: [barrierMachine],
};
