import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { FollowUpEntity } from './follow-up.entity.js';
import { followUpEvents } from './follow-ups.events.js';
import { FollowUpsModule } from './follow-ups.module.js';
import { assignees, followUpKinds, thingsAbout } from './follow-ups.rules.js';

export const followUpsRoom: Room = {
  name: 'follow-ups',
  uses: ['clients', 'identity', 'organizations'],
  module: FollowUpsModule,
  entities: [FollowUpEntity],
  codes: {
    assignee: classed('T0', assignees),
    'follow-up kind': classed('T0', followUpKinds),
    'thing that a follow-up is about': classed('T0', thingsAbout),
  },
  events: followUpEvents,
};
