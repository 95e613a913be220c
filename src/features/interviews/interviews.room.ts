import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { InterviewEntity } from './interview.entity.js';
import { InterviewPersonEntity } from './interview-person.entity.js';
import { interviewEvents } from './interviews.events.js';
import { InterviewsModule } from './interviews.module.js';
import { interviewKinds, interviewMachine, interviewStatuses } from './interviews.rules.js';

export const interviewsRoom: Room = {
  name: 'interviews',
  uses: ['applications', 'clients', 'follow-ups'],
  module: InterviewsModule,
  entities: [InterviewPersonEntity, InterviewEntity],
  codes: { 'interview kind': classed('T0', interviewKinds), 'interview status': classed('T0', interviewStatuses) },
  events: interviewEvents,
  machines: [interviewMachine],
};
