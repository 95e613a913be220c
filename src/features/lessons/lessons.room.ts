import { classed } from '../../kernel/tiers.js';
import type { Room } from '../../platform/rooms/room.js';
import { LessonEntity } from './lesson.entity.js';
import { lessonEvents } from './lessons.events.js';
import { LessonsModule } from './lessons.module.js';
import { lessonKinds } from './lessons.rules.js';

export const lessonsRoom: Room = {
  name: 'lessons',
  uses: ['applications', 'clients', 'employers'],
  module: LessonsModule,
  entities: [LessonEntity],
  codes: { 'lesson kind': classed('T0', lessonKinds) },
  events: lessonEvents,
};
