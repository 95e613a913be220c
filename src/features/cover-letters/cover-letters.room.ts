import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { CoverLetterEntity } from './cover-letter.entity.js';
import { letterEvents } from './cover-letters.events.js';
import { CoverLettersModule } from './cover-letters.module.js';
import { LetterReviewEntity } from './letter-review.entity.js';
import { letterMachine, letterStatuses, reviewDecisions } from './letter-state.rules.js';
import { LetterVersionEntity } from './versions/letter-version.entity.js';

export const coverLettersRoom: Room = {
  name: 'cover-letters',
  uses: ['applications', 'clients', 'employers', 'follow-ups', 'identity', 'organizations'],
  module: CoverLettersModule,
  entities: [CoverLetterEntity, LetterReviewEntity, LetterVersionEntity],
  codes: {
    'letter status': classed('T0', letterStatuses),
    'review decision': classed('T0', reviewDecisions),
  },
  events: letterEvents,
  machines: [letterMachine],
};
