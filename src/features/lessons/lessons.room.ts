import type { Room } from '../../platform/rooms/room.js';
import { LessonEntity } from './lesson.entity.js';
import { lessonEvents } from './lessons.events.js';
import { LessonsModule } from './lessons.module.js';

export const lessonsRoom: Room = {
  name: 'lessons',
  uses: ['applications', 'clients', 'employers'],
  module: LessonsModule,
  entities: [LessonEntity],
  events: lessonEvents,
};
