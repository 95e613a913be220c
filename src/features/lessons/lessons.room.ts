import type { Room } from '../../platform/rooms/room.js';
import { LessonEntity } from './lesson.entity.js';
import { LessonsModule } from './lessons.module.js';

export const lessonsRoom: Room = {
  name: 'lessons',
  uses: ['clients'],
  module: LessonsModule,
  entities: [LessonEntity],
};
