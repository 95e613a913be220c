import type { Room } from '../../platform/rooms/room.js';
import { CoachesModule } from './coaches.module.js';

export const coachesRoom: Room = {
  name: 'coaches',
  uses: ['clients', 'identity'],
  module: CoachesModule,
};
