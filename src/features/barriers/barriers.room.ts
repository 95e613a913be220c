import type { Room } from '../../platform/rooms/room.js';
import { BarrierEntity } from './barrier.entity.js';
import { BarrierMoveEntity } from './barrier-move.entity.js';
import { barrierEvents } from './barriers.events.js';
import { BarriersModule } from './barriers.module.js';
import { barrierMachine } from './barriers.rules.js';
import { RestrictedBarrierEntity } from './restricted-barrier.entity.js';

export const barriersRoom: Room = {
  name: 'barriers',
  uses: ['clients', 'follow-ups', 'identity'],
  module: BarriersModule,
  entities: [BarrierMoveEntity, BarrierEntity, RestrictedBarrierEntity],
  events: barrierEvents,
  machines: [barrierMachine],
};
