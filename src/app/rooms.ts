import { applicationsRoom } from '../features/applications/applications.room.js';
import { auditRoom } from '../features/audit/audit.room.js';
import { barriersRoom } from '../features/barriers/barriers.room.js';
import { clientLinksRoom } from '../features/client-links/client-links.room.js';
import { clientsRoom } from '../features/clients/clients.room.js';
import { coachesRoom } from '../features/coaches/coaches.room.js';
import { contactsRoom } from '../features/contacts/contacts.room.js';
import { coverLettersRoom } from '../features/cover-letters/cover-letters.room.js';
import { debriefsRoom } from '../features/debriefs/debriefs.room.js';
import { employersRoom } from '../features/employers/employers.room.js';
import { followUpsRoom } from '../features/follow-ups/follow-ups.room.js';
import { identityRoom } from '../features/identity/identity.room.js';
import { interviewsRoom } from '../features/interviews/interviews.room.js';
import { lessonsRoom } from '../features/lessons/lessons.room.js';
import { organizationsRoom } from '../features/organizations/organizations.room.js';
import { reportsRoom } from '../features/reports/reports.room.js';
import type { Room } from '../platform/rooms/room.js';

/** Every room of the house: the one list. What a room is made of, and whose doors it uses, stands in its own file. */
export const rooms: readonly Room[] = [
  applicationsRoom,
  auditRoom,
  barriersRoom,
  clientLinksRoom,
  clientsRoom,
  coachesRoom,
  contactsRoom,
  coverLettersRoom,
  debriefsRoom,
  employersRoom,
  followUpsRoom,
  identityRoom,
  interviewsRoom,
  lessonsRoom,
  organizationsRoom,
  reportsRoom,
];
