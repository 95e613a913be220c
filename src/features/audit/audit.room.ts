import type { Room } from '../../platform/rooms/room.js';
import { auditEvents } from './audit.events.js';
import { AuditModule } from './audit.module.js';

export const auditRoom: Room = {
  name: 'audit',
  uses: ['clients', 'identity'],
  module: AuditModule,
  events: auditEvents,
};
