import type { Room } from '../../platform/rooms/room.js';
import { reportEvents } from './reports.events.js';
import { ReportsModule } from './reports.module.js';

export const reportsRoom: Room = {
  name: 'reports',
  uses: ['applications', 'clients', 'debriefs', 'identity'],
  module: ReportsModule,
  events: reportEvents,
};
