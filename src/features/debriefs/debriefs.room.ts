import type { Room } from '../../platform/rooms/room.js';
import { DebriefAnswerEntity } from './checklist/debrief-answer.entity.js';
import { debriefCodes } from './codes.rules.js';
import { DebriefEntity } from './debrief.entity.js';
import { debriefEvents } from './debriefs.events.js';
import { DebriefsModule } from './debriefs.module.js';
import { debriefMachine } from './debriefs.rules.js';
import { DebriefPaperEntity } from './paper/debrief-paper.entity.js';

export const debriefsRoom: Room = {
  name: 'debriefs',
  uses: [
    'applications',
    'barriers',
    'client-links',
    'clients',
    'contacts',
    'employers',
    'follow-ups',
    'identity',
    'interviews',
    'lessons',
    'organizations',
  ],
  module: DebriefsModule,
  entities: [DebriefAnswerEntity, DebriefEntity, DebriefPaperEntity],
  codes: debriefCodes,
  events: debriefEvents,
  jobs: ['debriefs.lapse'],
  machines: [debriefMachine],
};
