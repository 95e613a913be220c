import type { Room } from '../../platform/rooms/room.js';
import { FollowUpEntity } from './follow-up.entity.js';
import { followUpEvents } from './follow-ups.events.js';
import { FollowUpsModule } from './follow-ups.module.js';

export const followUpsRoom: Room = {
  name: 'follow-ups',
  uses: ['clients', 'identity', 'organizations'],
  module: FollowUpsModule,
  entities: [FollowUpEntity],
  events: followUpEvents,
};
